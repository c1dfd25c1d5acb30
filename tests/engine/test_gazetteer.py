"""Words, places and buildings in sentences; the component; places read anew in a thread."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

from bot.accounts.place_names import AREA_KINDS, ROAD, PlaceName, PlaceNames, spellings
from bot.clock import system_clock
from bot.databases.sessions import connect, sessions, writing
from bot.databases.utility import Area, Base, SupplyStation
from bot.demo.places import PLACES
from bot.gazetteers import load_gazetteers
from bot.nlu.entity_extractor import RuleEntityExtractor
from bot.nlu.gazetteer import GazetteerExtractor
from bot.nlu.known_places import REFRESH_SECONDS, RETRY_SECONDS, KnownPlaces, reader_of
from bot.nlu.normalised import normalise
from bot.nlu.phrases import PhraseFinder
from bot.settings import settings

ESTATES = (
    "听潮苑",
    "海棠湾花园",
    "枫林新村",
    "锦帆国际公寓",
    "星河名苑",
    "望月人才公寓",
    "渡口新村",
)
ROADS = ("东塘路", "听潮路", "石板巷", "望江路", "百工路", "岭南路", "鼓楼路", "人民路")
NAMES = PlaceNames(
    frozenset(
        [
            *(PlaceName(one.level, one.name) for one in PLACES if one.level in AREA_KINDS),
            *(PlaceName("community", one) for one in ESTATES),
            *(PlaceName(ROAD, one) for one in ROADS),
        ]
    )
)
FINDER = PhraseFinder(load_gazetteers(), spellings(NAMES.places))
WITHOUT_PLACES = PhraseFinder(load_gazetteers())


def found(typed: str, finder: PhraseFinder = FINDER) -> list[tuple[str, str, str]]:
    """Entity, stretch, value."""
    text = normalise(typed).text
    return [(one.entity, text[one.start : one.end], one.value) for one in finder.find(text)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("家里空调坏了", [("appliance", "空调", "空调")]),
        ("投影仪和音响烧了", [("appliance", "投影仪", "投影仪"), ("appliance", "音响", "音响")]),
        ("空气能热水器", [("appliance", "空气能热水器", "空气能")]),
        ("电视机顶盒", [("appliance", "机顶盒", "机顶盒")]),
        ("三相电机", [("appliance", "三相电机", "电机")]),
        ("冰相不制冷了", [("appliance", "冰相", "冰箱")]),
        ("電視機和路由器", [("appliance", "电视机", "电视"), ("appliance", "路由器", "路由器")]),
        ("热水器烧坏了", [("appliance", "热水器", "电热水器")]),
        ("鱼塘的增氧机", [("appliance", "增氧机", "增氧机")]),
        ("小太阳开一晚上", [("appliance", "小太阳", "小太阳")]),
        ("要带身份证和房产证吗", [("document", "身份证", "身份证"), ("document", "房产证", "房产证")]),
        ("不动产权证书复印件", [("document", "不动产权证书", "不动产证")]),
        ("营业执造丢了", [("document", "营业执造", "营业执照")]),
        ("村里开的证明", [("document", "村里开的证明", "村委会证明")]),
        ("想过个户", [("business", "过个户", "过户")]),
        ("已经过户给买家", [("business", "过户", "过户")]),
        ("电表过户", [("business", "过户", "过户")]),
        ("想装个电表", [("business", "装个电表", "新装")]),
        ("單獨裝表", [("business", "装表", "新装")]),
        ("申请新装一块表", [("business", "新装", "新装")]),
        ("申请电表检验", [("business", "电表检验", "校表")]),
        ("校一下表", [("business", "校一下表", "校表")]),
        ("挪个电表", [("business", "挪个电表", "移表")]),
        ("换块新电表", [("business", "换块新电表", "换表")]),
        ("申请三相电", [("business", "三相电", "三相电")]),
        ("改三相电", [("business", "三相电", "三相电")]),
        ("单相改三相", [("business", "单相改三相", "三相电")]),
        ("合租房装分表", [("business", "分表", "分表")]),
        ("开电费专用发票", [("business", "开电费专用发票", "开发票")]),
        ("屋顶光伏并网", [("business", "屋顶光伏并网", "光伏")]),
        ("商用改民用", [("business", "商用改民用", "改类")]),
        ("加大容量", [("business", "加大容量", "增容")]),
        ("换绑手机号", [("business", "换绑手机号", "改预留电话")]),
        ("低保户免费电", [("business", "低保户免费电", "低保优惠")]),
        ("直接开峰谷就行", [("business", "峰谷", "峰谷")]),
        ("我要过户", [("business", "过户", "过户")]),
        ("换个电表", [("business", "换个电表", "换表")]),
        ("开通峰谷", [("business", "峰谷", "峰谷")]),
        ("一户多人口怎么办", [("business", "一户多人口", "一户多人口")]),
        ("装充电桩", [("business", "充电桩", "充电桩")]),
        ("微信能交吗", [("payment_channel", "微信", "微信")]),
        ("微信支付能行吗", [("payment_channel", "微信支付", "微信")]),
        (
            "微信支付宝都能交吗",
            [("payment_channel", "微信", "微信"), ("payment_channel", "支付宝", "支付宝")],
        ),
        ("wx能交不", [("payment_channel", "wx", "微信")]),
        ("哪里能交现金", [("payment_channel", "现金", "现金")]),
        ("支付现金", [("payment_channel", "现金", "现金")]),
        ("工商银行能交吗", [("payment_channel", "工商银行", "银行")]),
        ("银行扣的钱", [("payment_channel", "银行", "银行")]),
        ("建行卡扣款", [("payment_channel", "建行卡", "银行卡")]),
        ("扫码交费", [("payment_channel", "扫码", "扫码")]),
        ("抖音能交电费吗", [("payment_channel", "抖音", "翼支付")]),
        ("开通自动缴费", [("payment_channel", "自动缴费", "代扣")]),
        ("去营业厅交电费", [("payment_channel", "营业厅", "营业厅")]),
        ("网上国网怎么交费", [("payment_channel", "网上国网", "网上国网")]),
        ("电卡充值", [("payment_channel", "电卡", "充值卡")]),
        ("就我一家没电", [("scope", "就我一家", "household")]),
        ("只有我家停了", [("scope", "只有我家", "household")]),
        ("我们一户停电", [("scope", "我们一户", "household")]),
        ("整栋楼都停了", [("scope", "整栋楼", "area")]),
        ("半个小区没电", [("scope", "半个小区", "area")]),
        ("一个单元都没电", [("scope", "一个单元", "area")]),
        ("我们村都停电了", [("scope", "我们村", "area")]),
        ("大面积停电了吗", [("scope", "大面积", "area")]),
        ("大家都没电", [("scope", "大家", "area")]),
        ("成個小區冇電", [("scope", "成个小区", "area")]),
        ("就阿拉屋里没电", [("scope", "就阿拉屋里", "household")]),
        ("我们家一户停电", [("scope", "我们家一户", "household")]),
        ("全村没电", [("scope", "全村", "area")]),
        ("一条街都黑了", [("scope", "一条街", "area")]),
        ("隔壁也停了", [("scope", "隔壁", "area")]),
        ("隔壁有电", [("scope", "隔壁", "household")]),
        ("左右邻居都没电", [("scope", "左右邻居", "area")]),
        ("东塘路310号", [("address", "东塘路310号", "东塘路310号")]),
        ("東塘路３１０號", [("address", "东塘路310号", "东塘路310号")]),
        ("我家在建设路12号", [("address", "建设路12号", "建设路12号")]),
        ("石板巷二十七号", [("address", "石板巷二十七号", "石板巷二十七号")]),
        ("解放大道8号", [("address", "解放大道8号", "解放大道8号")]),
        ("文二西路128弄5号", [("address", "文二西路128弄5号", "文二西路128弄5号")]),
        ("五一路15号", [("address", "五一路15号", "五一路15号")]),
        ("望江路88号一楼店面", [("address", "望江路88号", "望江路88号")]),
        ("听潮路18", [("address", "听潮路18", "听潮路18")]),
        ("和平路15号", [("address", "和平路15号", "和平路15号")]),
        ("新村路3号", [("address", "新村路3号", "新村路3号")]),
        ("县前街12号", [("address", "县前街12号", "县前街12号")]),
        ("在市民大道66号", [("address", "市民大道66号", "市民大道66号")]),
        ("我家学院路15号", [("address", "学院路15号", "学院路15号")]),
        ("公司科技大道88号", [("address", "科技大道88号", "科技大道88号")]),
        ("解放路两百一十号", [("address", "解放路两百一十号", "解放路两百一十号")]),
        ("古墩路三幺零号", [("address", "古墩路三幺零号", "古墩路三幺零号")]),
        ("古墩路10号之一", [("address", "古墩路10号之一", "古墩路10号之一")]),
        ("古墩路10号附2", [("address", "古墩路10号附2", "古墩路10号附2")]),
        ("人民东路一巷3号", [("address", "人民东路一巷3号", "人民东路一巷3号")]),
        ("人民东路东段12号", [("address", "人民东路东段12号", "人民东路东段12号")]),
        ("帽儿胡同5号", [("address", "帽儿胡同5号", "帽儿胡同5号")]),
        (
            "古墩路10号-2单元",
            [("address", "古墩路10号", "古墩路10号"), ("building", "2单元", "2单元")],
        ),
        ("3幢2单元501室", [("building", "3幢2单元501室", "3幢2单元501室")]),
        ("8栋停电", [("building", "8栋", "8栋")]),
        ("12号楼", [("building", "12号楼", "12号楼")]),
        ("五单元602", [("building", "五单元602", "五单元602")]),
        ("A座1203", [("building", "A座1203", "A座1203")]),
        ("我家是3-2-501", [("building", "3-2-501", "3-2-501")]),
        ("3幢用了300度", [("building", "3幢", "3幢")]),
    ],
)  # fmt: skip
def test_what_is_found(typed: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "空调房", "电视剧", "电视台", "太阳能热水器", "身份证号", "峰谷时段是几点", "网上国网坏了",
        "营业厅几点上班", "微信公众号", "附近的营业厅", "五一路", "望江路停电了", "东塘小学", "一楼店面",
        "这两幢", "三相四线", "3室一厅", "10kV枫林线路3号杆", "公交5路", "马路3号", "一度很生气",
        "12345热线", "95598", "你好", "邻居家狗叫个不停", "门禁刷卡没反应", "微信推送",
        "3号线", "一路都是", "南门没电", "望江路3号杆", "0579-12-3456", "13-2-2026",
        # two words that make a third between them
        "停电提前通知", "停电提醒", "电老是不够", "通过户号查", "打开户号列表", "取消户号绑定", "上报停电", "学校表示",
        "恢复店里的电", "比较表上的数", "十分表示感谢", "大部分户主", "重新装一块", "充电车位", "停电车库", "充电装置坏了",
        "对公司有疑问", "付现在的钱", "支付包括什么", "啥辰光付的", "动力电池", "通过互联网", "房子拆迁电表呢",
        # words in another meaning
        "新装的空调房", "三相电压", "有线电视", "电焊工", "插座没电", "空开跳闸", "路灯坏了", "加我微信", "交材料到营业厅", "公交超市",
        "我们公交站", "这就是我家户号", "我觉得我家贵", "整栋楼的电费", "我们小区怎么走", "这一个小区物业", "服务器在国内吗",
    ],
)  # fmt: skip
def test_what_is_not_found(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("望江区停电", [("district", "望江区", "望江区")]),
        ("望江那边停电", [("district", "望江", "望江区")]),
        ("柳岸街道", [("street", "柳岸街道", "柳岸街道")]),
        ("柳岸没电了", [("street", "柳岸", "柳岸街道")]),
        ("听潮社区", [("community", "听潮社区", "听潮社区")]),
        ("晚晴停电了", [("community", "晚晴", "晚晴社区")]),
        ("五金新村停电", [("community", "五金新村", "五金新村社区")]),
        # a short name that several have is the largest's
        ("竹溪停电", [("street", "竹溪", "竹溪镇")]),
        ("竹溪村停电", [("community", "竹溪村", "竹溪村")]),
        (
            "松岭岭南路9号",
            [("district", "松岭", "松岭区"), ("address", "岭南路9号", "岭南路9号")],
        ),
        (
            "望江区柳岸街道听潮社区听潮苑3幢2单元501室",
            [
                ("district", "望江区", "望江区"),
                ("street", "柳岸街道", "柳岸街道"),
                ("community", "听潮社区", "听潮社区"),
                ("community", "听潮苑", "听潮苑"),
                ("building", "3幢2单元501室", "3幢2单元501室"),
            ],
        ),
    ],
)
def test_places_of_the_database(typed: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(typed) == expected
    places = {"district", "street", "community"}
    assert not places & {entity for entity, *_ in found(typed, WITHOUT_PLACES)}


PIECES = st.sampled_from(
    [
        *"0123456789一二三四五六幢栋座单元室号楼路街巷弄大道我在的区镇村AaBＡ 停电",
        "空调",
        "望江",
        "东塘",
        "听潮",
        "隔壁",
        "微信",
        "峰谷",
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=30))
def test_any_text_is_survived_and_spans_lie_in_it(typed: str) -> None:
    text = normalise(typed).text
    last = 0
    for one in FINDER.find(text):
        assert last <= one.start < one.end <= len(text)
        assert one.value
        last = one.end


# -- the component --------------------------------------------------------------------------------


def extractor(names: PlaceNames = NAMES) -> GazetteerExtractor:
    known = KnownPlaces(load_gazetteers(), lambda _: names)
    assert known.wait()
    return GazetteerExtractor(known)


def entities_of(typed: str) -> list[dict[str, Any]]:
    message = Message({"text": typed})
    RuleEntityExtractor("[0-9]{10}", system_clock).process([message])
    extractor().process([message])
    result: list[dict[str, Any]] = message.get("entities")
    return result


def test_places_are_those_of_the_typed_text_beside_the_rules() -> None:
    typed = "户号３３０１８８２０４６，東塘路３１０號　空調壞了"
    got = [(one["entity"], typed[one["start"] : one["end"]]) for one in entities_of(typed)]
    assert got == [
        ("account_number", "３３０１８８２０４６"),
        ("address", "東塘路３１０號"),
        ("appliance", "空調"),
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("昨晚五一路15号停电", ["moment", "address"]),
        ("3月5号3号楼停电", ["period", "building"]),
        ("晚晴社区晚上没电", ["community", "moment"]),
        ("1.5匹空调昨晚用三百多度电", ["capacity", "appliance", "moment", "kwh"]),
    ],
)
def test_of_two_that_overlap_the_longer_stays(typed: str, expected: list[str]) -> None:
    assert [one["entity"] for one in entities_of(typed)] == expected


def test_what_others_have_found_stays() -> None:
    message = Message({"text": "听潮苑3幢", "entities": [{"entity": "x", "start": 0, "end": 2}]})
    extractor().process([message])
    assert [one["entity"] for one in message.get("entities")] == ["x", "community", "building"]


def _component(tmp_path: Path, how: str) -> GazetteerExtractor:
    storage = LocalModelStorage.create(tmp_path)
    context = ExecutionContext(GraphSchema({}))
    config = GazetteerExtractor.get_default_config()
    made = getattr(GazetteerExtractor, how)(config, storage, Resource("g"), context)
    assert isinstance(made, GazetteerExtractor)
    return made


def _places_found(component: GazetteerExtractor, typed: str) -> list[str]:
    message = Message({"text": typed})
    component.process([message])
    return [one["value"] for one in message.get("entities")]


@pytest.fixture
def utility_url(tmp_path: Path) -> str:
    """A utility database with one street."""
    url = f"sqlite:///{tmp_path / 'utility.db'}"
    engine = connect(url)
    Base.metadata.create_all(engine)
    with writing(sessions(engine)) as session:
        session.add(SupplyStation(id=1, name="一所", address="望江区望江路8号"))
        session.add(Area(id=1, parent_id=None, level="street", name="柳岸街道"))
    return url


def test_a_model_that_serves_reads_the_places_and_training_does_not(
    utility_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings_in_environment: None,
) -> None:
    monkeypatch.setenv("UTILITY_DB_URL", utility_url)
    settings.cache_clear()
    try:
        (tmp_path / "model").mkdir()
        assert _places_found(_component(tmp_path / "model", "create"), "柳岸停电") == []
        assert _places_found(_component(tmp_path / "model", "load"), "柳岸停电") == ["柳岸街道"]
    finally:
        settings.cache_clear()


# -- places that are read anew --------------------------------------------------------------------


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def streets(*names: str) -> PlaceNames:
    return PlaceNames(frozenset(PlaceName("street", one) for one in names))


def test_a_database_that_is_down_is_tried_again_after_a_minute(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock, calls = Seconds(), []

    def read(before: PlaceNames | None) -> PlaceNames:
        calls.append(before)
        if len(calls) == 1:
            raise OSError("down")
        return streets("新街镇")

    with caplog.at_level(logging.WARNING):
        known = KnownPlaces(load_gazetteers(), read, clock)
        assert known.wait()
    assert "places can't be read" in caplog.text
    assert found("新街镇停电", known.finder()) == []
    clock.now += RETRY_SECONDS - 1
    known.wait()
    assert len(calls) == 1
    clock.now += 1
    assert known.wait()
    assert found("新街镇停电", known.finder()) == [("street", "新街镇", "新街镇")]


def test_new_places_are_known_after_an_hour_without_training() -> None:
    clock, answers = Seconds(), [streets("新街镇"), streets("新街镇", "老街镇")]
    known = KnownPlaces(load_gazetteers(), lambda _: answers.pop(0), clock)
    assert known.wait()
    clock.now += REFRESH_SECONDS - 1
    known.wait()
    assert found("老街镇", known.finder()) == []
    clock.now += 1
    assert known.wait()
    assert found("老街镇", known.finder()) == [("street", "老街镇", "老街镇")]


def test_a_slow_database_delays_no_message() -> None:
    go, calls = threading.Event(), []

    def read(_: PlaceNames | None) -> PlaceNames:
        calls.append(1)
        assert go.wait(10)
        return streets("新街镇")

    known = KnownPlaces(load_gazetteers(), read)
    for _ in range(3):
        assert found("空调", known.finder()) == [("appliance", "空调", "空调")]
    assert len(calls) == 1
    go.set()
    assert known.wait()


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        reader_of(f"sqlite:///{tmp_path / 'none.db'}")(None)
    assert not (tmp_path / "none.db").exists()


def test_a_sentence_costs_little_more_with_twenty_thousand_places() -> None:
    """Measured: 0.25 ms, as with two hundred."""
    import time

    many = [PlaceName("community", f"{a}{b}{c}社区") for a in HEAD for b in MIDDLE for c in TAIL]
    assert len(spellings(many)) >= 20_000
    whole, few = PhraseFinder([], spellings(many)), PhraseFinder([], spellings(many[::100]))

    def seconds(finder: PhraseFinder) -> float:
        begun = time.process_time()
        for _ in range(50):
            finder.find("我家在天余剑社区3幢2单元501室，从昨晚八点开始停电，空调也坏了")
        return time.process_time() - begun

    # A hundred times as many places; on a busy machine one comparison may go wrong.
    assert any(seconds(whole) < 10 * seconds(few) for _ in range(6))


HEAD, MIDDLE, TAIL = (
    "天地玄黄宇宙洪荒日盈昃辰宿列张寒来暑往秋收冬",
    "闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出",
    "剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞",
)
