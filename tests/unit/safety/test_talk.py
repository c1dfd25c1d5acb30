"""What is said while a danger goes on: each situation with each question, places, and how it ends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.datafiles import DataFileError
from bot.safety import recognise
from bot.safety.conduct import FILE, Conduct, Situation, load_conduct
from bot.safety.places import place_in
from bot.safety.talk import MOST_QUESTIONS, beside_steps, read
from tests.unit.safety.sentences import ORDINARY

CONDUCT = load_conduct()
SITUATIONS = {one.name: one for one in CONDUCT.situations}
LONGEST_LINES, MOST_LINES = 60, 4

REPORTS = [
    row.split(maxsplit=1)
    for row in """
car 大风把电线刮下来搭在我车顶上，我们一家都在车里
car 收割机挂到高压线了，师傅还坐在驾驶室
wire_on_car 大风把电线刮下来搭在我车上
wire_on_car 我的车被电线压住了
car_on_fire 电线砸在车顶上，车子冒烟了，我们还在里头
shock_held 有人触电了
shock_held 我同事手粘在电箱上，甩不脱
shock_held 婆婆手黏到抽水泵上扯不下来
shock_held 娃儿手吸住了，一直在抖，松不开
lifeless 我爸触电了，叫不醒
lifeless 小伙子被电晕了，没有呼吸
high_voltage_victim 钓鱼的大叔鱼竿碰到高压线，人倒在岸边
high_voltage_victim 工人在电杆上被电打下来了
shocked 我刚才被电了一下，手还是麻的
life_support 家里停电，老人的呼吸机没电了
life_support 快没氧了
lift 停电了，我妈困在电梯里
lift 电梯停住了里面有人在喊
pole_person 有个小伙子爬到电塔上不肯下来
fire_outside 路口的变压器着火了
fire_meter_box 楼道电表箱冒烟
fire 家里着火了
smoke 空调插座冒烟
line_object 无人机挂到高压线上了
line_object 我家孩子的风筝缠在高压线上
wire_down 门口的电线掉下来了
child 小孩拿铁丝捅插座
numb_feet 涨水了，走到路灯边上脚底发麻
numb_feet 站台的灯箱旁边积水，腿麻得很
smoke 厨房插座发烫，有胶皮味
water 楼下电箱泡在水里
wire_down 院门口垂下来一根黑线
high_voltage_victim 断线打到一个骑车的人，人倒在路边
car 电线掉在挡风玻璃上，老人还在后座
tingling_water 洗澡的水麻手
water 电箱进水了
leaking 路灯杆漏电
unknown 救命啊快来人
""".strip().splitlines()
]

ASKED = [
    row.split(maxsplit=1)
    for row in """
rescue 该怎么救他啊
cpr 心脏这里要不要按压
mouth 需要吹气吗
stop_cpr 我按累了能停吗
touch_him 我能拉他吗
move_him 可以把他抬出来吗
pole_tool 用晾衣杆的木棍可以不
pull_switch 要不要先把总闸关掉
power_off 闸拉了
get_out 我能下车不
jump 那要不要跳啊
drive_off 我把车开走行吗
water 拿盆水浇上去
extinguisher 家里有干粉灭火器
hospital 用去医院吗
in_hospital 人已经送到医院了
woke 他醒过来了
battery 机器的电池还能撑半小时
oxygen 备用氧气瓶在哪接
pry_door 把门撬开行不行
priority 能先给我们恢复吗
distance 站多远算安全
live_line 线上还有电吗
use_again 现在可以合闸了吗
safe_now 现在安全了吗
child_near 有人要走过来看热闹
called 救护车已经叫了
no_answer 电话一直占线
who_to_call 这种事该打给谁
how_long_power 什么时候恢复供电
compensation 这个损失谁负责
climb 我爬梯子上去行吗
may_burn 会不会爆炸
hurt 我妈晕倒了
reach_it 我自己去拿下来可以吗
pull_away 我把线挪开行吗
inside 我奶奶还在屋里出不来
out_of_smoke 用湿毛巾捂住行吗
wet_switch 闸在水里
looks_fine 他看着没啥
breathing 他还有气
care 给他喂点水行吗
fix_it 我拿胶布包一下行吗
reach_things 我回去拿东西行吗
leave 楼上的人要不要跑
moved_off 我跑出来了
alone 我一个人好害怕
serious 这个要紧吗
walk 我怎么走才对
window 车窗要不要开
generator 可以接发电机吗
air 里面闷得慌
nobody_hurt 没人受伤
not_allowed 老板不让报警
bleeding 能给他止血吗
burn 我手上烫了个泡
numb 手臂没力气
watch 要观察几天
high_voltage 这是不是高压
phone_low 我手机快没电了
ambulance_when 救护车还要多久
locked_in 门反锁了进不去
cut_off 求你们先停电
no_address 我说不清地址
device_test 漏保那个试验按钮按了不跳
protection 我穿着胶鞋呢
static 会不会是静电啊
unsure 好像是隔壁放炮
tell_others 我要怎么跟邻居讲
whose 这归谁修啊
broken 这是什么原因
cannot_switch 总闸太高够不着
take_out 里头那个铁丝怎么取
bigger 火苗越来越大
stopped 现在没味道了
still 那东西还挂着
approach 我过去看一下行不行，要过去
pass_by 可以从旁边走吗
may_i 我可以洗衣服吗
fee 你们上门收不收钱
puddle 边上有个水坑
remains 总闸拉下来了还是有糊味
carry_out 我把那块电池拎到阳台外头去
cannot_jump 我膝盖开过刀蹦不动
stuck 他裤腿挂住了不敢下
wont_listen 叫了好几遍就是不听
mend_hazard 你们给它加个护栏啊
phone_known 用绑定的那个手机联系就行
""".strip().splitlines()
]


def heard_in(situation: str, text: str, *, place_asked: bool = True):
    return read(text, SITUATIONS[situation], CONDUCT, place_asked=place_asked)


@pytest.mark.parametrize(("name", "text"), REPORTS)
def test_report_is_a_danger_of_its_situation(name: str, text: str) -> None:
    signal = recognise(text)
    assert signal is not None
    assert signal.kind == "danger"
    assert CONDUCT.of_report(text, signal.hazard).name == name


def test_each_situation_has_a_report() -> None:
    assert {name for name, _ in REPORTS} == set(SITUATIONS)


def test_each_question_is_asked() -> None:
    assert {name for name, _ in ASKED} == {one.name for one in CONDUCT.questions}


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize(("name", "text"), ASKED)
def test_question_is_heard_in_each_situation(situation: str, name: str, text: str) -> None:
    heard = heard_in(situation, text)
    assert not heard.elsewhere
    assert heard.end is None
    if heard.worse is None and heard.also is None:
        assert name in heard.questions
    answer = CONDUCT.answer(name, SITUATIONS[situation])
    assert 4 <= len(answer) <= 90


@pytest.mark.parametrize("situation", CONDUCT.situations, ids=lambda one: one.name)
def test_words_are_short_and_of_good_source(situation: Situation) -> None:
    lines = [*situation.steps, *situation.next, situation.over, *situation.answers.values()]
    assert len(situation.steps) <= MOST_LINES
    assert max(map(len, situation.steps)) <= LONGEST_LINES
    assert all("小灯" not in line for line in lines)
    # No figure but those that the sources have.
    figures = set(re.findall(r"[0-9]+", " ".join(lines)))
    assert figures <= {"8", "100", "120", "119", "5", "6", "30", "2", "48", "220", "110", "10"}


@pytest.mark.parametrize("situation", CONDUCT.situations, ids=lambda one: one.name)
def test_nobody_is_told_to_use_water_or_leave_the_car(situation: Situation) -> None:
    said = CONDUCT.answer("water", situation)
    assert any(no in said for no in ("不能", "不要", "绝对", "别"))
    if situation.name == "car":
        assert CONDUCT.answer("get_out", situation).startswith("不能下车")
        assert "待在车里" in situation.steps[0]


@pytest.mark.parametrize(
    ("current", "text", "new"),
    [
        ("shock_held", "他没呼吸了", "lifeless"),
        ("shock_held", "怎么叫都没反应", "lifeless"),
        ("shocked", "我妈昏过去了", "lifeless"),
        ("wire_down", "有个骑车的碰到线倒下了", "high_voltage_victim"),
        ("line_object", "孩子被电到了", "high_voltage_victim"),
        ("wire_down", "线掉在车上，人还在车里", "car"),
        ("wire_down", "能下车吗", "car"),
        ("wire_on_car", "我在车里", "car"),
        ("wire_on_car", "人在里面出不来", "car"),
        ("wire_on_car", "能下车吗", "car"),
        ("wire_on_car", "冒烟了", "car_on_fire"),
        ("wire_down", "掉在我车上了", "wire_on_car"),
        ("car", "着起来了", "car_on_fire"),
        ("car", "车头着火了", "car_on_fire"),
        ("smoke", "烧起来了", "fire"),
        ("wire_down", "线那头在冒火花", "fire_outside"),
        ("unknown", "有人触电", "shock_held"),
        ("unknown", "是变压器着火", "fire_outside"),
        ("water", "我爸触电了", "shock_held"),
        ("leaking", "脚一踩上去就麻", "numb_feet"),
        ("water", "刚才伸手捞了一下，手麻了", "shocked"),
        ("child", "他手指麻了一下", "shocked"),
        ("shock_held", "喊他没应", "lifeless"),
        ("shock_held", "人不会动了", "lifeless"),
    ],
)
def test_worse_news_are_heard(current: str, text: str, new: str) -> None:
    heard = heard_in(current, text)
    assert heard.worse is not None
    assert heard.worse.name == new


@pytest.mark.parametrize(
    ("current", "text"),
    [
        ("smoke", "会不会着火"),
        ("wire_down", "要是有人触电怎么办"),
        ("shock_held", "没有触电的别人"),
        ("car", "没着火"),
        ("car", "车子还打着火呢，要不要熄了"),
        ("lifeless", "有人触电了"),
        ("fire", "还在冒烟"),
        ("car", "电线还在车上"),
        ("wire_on_car", "车里没人"),
        ("pole_person", "我上去拉他？"),
        ("water", "我踩到水里麻麻的"),
        ("water", "不知道踩进去会不会麻"),
        ("smoke", "我手不会麻吧要是碰了"),
    ],
)
def test_what_is_feared_denied_or_known_is_no_worse_news(current: str, text: str) -> None:
    heard = heard_in(current, text)
    assert heard.worse is None
    assert heard.also is None


@pytest.mark.parametrize(
    "text",
    [
        "没事了",
        "已经断电了，安全了",
        "处理好了",
        "师傅来了",
        "抢修的到了",
        "修好了",
        "火灭了",
        "来电了",
        "师傅来了 没事了",
    ],
)
def test_end_is_heard(text: str) -> None:
    assert heard_in("smoke", text).end == "over"


@pytest.mark.parametrize(
    "text",
    [
        "误报",
        "看错了，是根网线",
        "虚惊一场",
        "搞错了，没有着火",
        "没有危险",
        "广电的人来了，是他们自己的线",
    ],
)
def test_false_alarm_is_heard(text: str) -> None:
    assert heard_in("wire_down", text).end == "false_alarm"


@pytest.mark.parametrize(
    "text",
    [
        "没事了吗",
        "现在安全了吗",
        "师傅到了没有",
        "师傅还没来",
        "还没修好",
        "几点能修好",
        "火灭了没",
        "火灭了能再合闸吗",
        "什么时候来电",
        "是不是没危险了",
        "你没搞错吧",
        "断电了",
    ],
)
def test_no_end_is_heard_in_a_question_or_a_no(text: str) -> None:
    assert heard_in("wire_down", text).end is None


@pytest.mark.parametrize("text", ["撤单吧", "刚才的登记撤了", "别让师傅白跑了", "给我取消报修"])
def test_report_taken_back_is_heard(text: str) -> None:
    assert heard_in("wire_down", text).end == "withdraw"


@pytest.mark.parametrize(
    "text",
    [
        "说错了，是15400001234",
        "号码打错了一位",
        "搞错了，地址是后街",
        "人都撤出来了",
        "门卫说好像是移动的线",
        "电信的说不是他们的",
    ],
)
def test_a_correction_or_a_guess_ends_nothing(text: str) -> None:
    assert heard_in("wire_down", text).end is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("他们说是光缆，我拿不准", "unsure"),
        ("物业把总闸断了", "power_off"),
        ("烟没得了", "stopped"),
        ("咋个按法", "cpr"),
        ("咳了一声，有气了", "breathing"),
        ("救护车到了", "in_hospital"),
        ("手指黑了一块", "burn"),
        ("抹点牙膏行吗", "burn"),
        ("牛还拴在边上咋办", "reach_things"),
        ("电好久来", "how_long_power"),
    ],
)
def test_what_is_said_in_dialect_is_heard(text: str, question: str) -> None:
    assert question in heard_in("shock_held", text).questions


@pytest.mark.parametrize(
    ("situation", "text", "question"),
    [
        ("smoke", "电源断了照样有焦味", "remains"),
        ("smoke", "想把它拎到阳台上", "carry_out"),
        ("smoke", "爷爷还在里屋睡", "inside"),
        ("numb_feet", "我拄拐的蹦不了", "cannot_jump"),
        ("numb_feet", "退到十来米外了", "moved_off"),
        ("pole_person", "一个下来了，另一个裤子挂住了", "stuck"),
        ("high_voltage_victim", "竿子掉下来了，人能碰了不", "touch_him"),
        ("high_voltage_victim", "冇气了，按多快才行", "cpr"),
        ("car", "他额头磕破了，说头晕", "hurt"),
        ("life_support", "机器插车里点烟那个口能用不", "generator"),
        ("fire_outside", "电视坏了找谁赔", "compensation"),
        ("fire_outside", "屋里那盏灯谁来修", "whose"),
        ("fire_outside", "整栋楼黑了几时来电", "how_long_power"),
        ("unknown", "狗活过来了，断了断了", "woke"),
    ],
)
def test_families_of_words_are_heard(situation: str, text: str, question: str) -> None:
    assert question in heard_in(situation, text).questions


@pytest.mark.parametrize(
    ("situation", "text", "question"),
    [
        ("smoke", "我想抱出去扔楼下", "get_out"),
        ("fire_outside", "冰箱坏了找谁赔", "who_to_call"),
        ("pole_person", "一个下来了，那一个脚卡住", "moved_off"),
        ("unknown", "大爷活过来了", "child_near"),
        ("high_voltage_victim", "断电了，你们的人在现场了", "cut_off"),
    ],
)
def test_words_alike_are_no_other_question(situation: str, text: str, question: str) -> None:
    heard = heard_in(situation, text)
    assert question not in heard.questions
    assert heard.place is None


@pytest.mark.parametrize(
    "text", ["地址系统里有", "就是户号上那个地址", "跟绑定的地址一样", "就在我家里"]
)
def test_the_known_address_is_heard(text: str) -> None:
    heard = heard_in("smoke", text)
    assert heard.home
    assert heard.place is None
    assert not heard.elsewhere


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("电线掉在水坑里，牛在旁边", ()),
        ("变压器冒烟，有人在拍视频", ()),
        ("插座冒火，能用灭火器吗", ("extinguisher",)),
        ("插座炸了，手烫起泡了", ("burn",)),
    ],
)
def test_a_report_that_asks_nothing_gets_its_steps_alone(
    text: str, answered: tuple[str, ...]
) -> None:
    assert beside_steps(text, heard_in("unknown", text).questions) == answered


def test_the_switch_within_reach_is_no_thing_to_be_fetched() -> None:
    assert "reach_it" not in heard_in("water", "总闸够得到，我自己去拉行不").questions


@pytest.mark.parametrize(
    "text",
    ["要好久才得来哦", "多大会儿能到", "我们乡下几时能到", "到底来不来", "派人过来没"],
)
def test_how_long_is_heard_in_dialect(text: str) -> None:
    heard = heard_in("wire_down", text)
    assert heard.hurry
    assert heard.place is None


@pytest.mark.parametrize(
    "text", ["人呢", "快啊", "快点", "你们还要多久", "怎么还没来", "派人了吗", "几点到", "到哪了"]
)
def test_impatience_is_heard(text: str) -> None:
    assert heard_in("wire_down", text).hurry


@pytest.mark.parametrize(
    "text", ["好", "嗯嗯", "怎么办", "现在呢", "谢谢", "？？？", "🔥", "我叫张三", "1"]
)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_vague_words_are_vague(situation: str, text: str) -> None:
    assert heard_in(situation, text).vague


@pytest.mark.parametrize(
    "text",
    ["上个月电费多少", "我要开发票", "怎么办过户", "户号忘了", "阶梯电价怎么算", "帮我查余额"],
)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_plain_errand_is_heard_as_such(situation: str, text: str) -> None:
    assert heard_in(situation, text).elsewhere


@pytest.mark.parametrize("text", ["这根线要赔多少钱", "电费单上的线能碰吗", "先不管电费了快救人"])
def test_errand_words_about_the_danger_stay_with_it(text: str) -> None:
    assert not heard_in("wire_down", text).elsewhere


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("在听潮路18号门口", "听潮路18号门口"),
        ("在望江小学旁边", "望江小学旁边"),
        ("我在建设路中段", "建设路中段"),
        ("地址青枫街道百工路3号", "青枫街道百工路3号"),
        ("地址是东门外老樟树下", "东门外老樟树下"),
        ("我们在桂花小区3幢2单元", "桂花小区3幢2单元"),
        ("清水镇石桥村四组", "清水镇石桥村四组"),
        ("人民路和解放街交叉口", "人民路和解放街交叉口"),
        ("104国道加油站对面", "104国道加油站对面"),
        ("石库弄5号", "石库弄5号"),
        ("建设路12号，电话13800000000", "建设路12号"),
        ("电线掉在文昌路菜场门口", "文昌路菜场门口"),
    ],
)
def test_place_is_read(text: str, place: str) -> None:
    assert place_in(text) == place


@pytest.mark.parametrize(
    "text",
    [
        "好",
        "电线断了",
        "在马路上",
        "线路烧了",
        "电路短路",
        "你知道吗",
        "在哪条路",
        "送医院了",
        "供电公司什么时候来",
        "13800000000",
        "他没呼吸了",
        "我妈在家里哭",
        "咋弄",
        "楼道里有根线破了",
        "过道里都是烟",
        "树倒了把路堵了",
        "老汉在塘边弄抽水机",
        "都弄好了",
        "我们农村的",
        "我拿钩子把它弄到边上行不",
    ],
)
def test_no_place_is_read(text: str) -> None:
    assert place_in(text) is None


def test_spot_is_a_place_once_it_was_asked_for() -> None:
    assert place_in("在河边老槐树底下") is None
    assert place_in("在河边老槐树底下", asked=True) == "河边老槐树底下"


@pytest.mark.parametrize(
    "text", ["人在洗澡呢", "人在里面出不来", "咋弄", "他在发抖", "孩子在里面", "我在打电话"]
)
def test_what_somebody_does_is_no_place(text: str) -> None:
    assert place_in(text, asked=True) is None


@pytest.mark.parametrize(
    ("current", "text"),
    [
        ("high_voltage_victim", "还在冒烟"),
        ("fire_outside", "还有火光"),
        ("fire_meter_box", "烧得更大了，都是黑烟"),
    ],
)
def test_smoke_of_a_fire_outdoors_is_never_told_to_switch_off_at_home(
    current: str, text: str
) -> None:
    also = heard_in(current, text).also
    assert also is None or also.name == "fire_outside"


@pytest.mark.parametrize("sentence", ORDINARY)
def test_ordinary_words_never_raise_a_danger_that_is_going_on(sentence: str) -> None:
    heard = heard_in("wire_down", sentence)
    assert heard.worse is None


@given(st.text(max_size=300), st.sampled_from(sorted(SITUATIONS)))
def test_any_text_is_heard(text: str, situation: str) -> None:
    heard = heard_in(situation, text)
    assert len(heard.questions) <= MOST_QUESTIONS
    assert heard.place is None or 0 < len(heard.place) <= 48


def _changed(tmp_path: Path, before: str, after: str) -> Path:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    file = tmp_path / "conduct.yml"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("source: [exam, first_aid, leaflet]", "source: [hearsay]", "is 'hearsay'"),
        ("- name: car\n", "- name: lifeless\n", "is there twice"),
        ("    pry_door: 不要扒", "    pry_a_door: 不要扒", "answers no question"),
        ("  hazards: [climbing]", "  hazards: [flying]", "is 'flying'"),
        ("- name: unknown\n", "- name: other\n", "has to be 'unknown'"),
        ("  - 打不通/没人接", "  - -打不通", "says only what must not be there"),
        ("  phones: [hotline, fire, emergency]", "  phones: [police]", "may be"),
    ],
)
def test_fault_in_the_file_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    with pytest.raises(DataFileError, match=re.escape(said)) as raised:
        load_conduct(_changed(tmp_path, before, after))
    assert raised.value.line > 1


def test_unknown_name_is_the_general_situation() -> None:
    conduct: Conduct = CONDUCT
    assert conduct.named("nothing").name == "unknown"
