"""The named customers of the demo utility, for trying things out; README, banner and tests read it.

All of them are invented. Their phones begin with 154, a mobile segment that is allotted to no
network, so that they look like mobile numbers and belong to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

PHONE_PREFIX = "154"
"""First digits of every phone in the demo; no network has this segment."""


@dataclass(frozen=True)
class Person:
    """One named demo customer.

    Args:
        key: a short word for what is special; stable, for tests.
        name: the holder's name, as binding asks for it.
        numbers: the 户号; the first is the one to bind with.
        phone: the reserved phone, where codes go.
        about: what is special, in Chinese, in one line.
        about_english: the same in English, for the README.
        questions: what is worth asking, as a customer would say it.
    """

    key: str
    name: str
    numbers: tuple[str, ...]
    phone: str
    about: str
    about_english: str
    questions: tuple[str, ...]

    @property
    def number(self) -> str:
        """The 户号 to bind with."""
        return self.numbers[0]


PEOPLE: tuple[Person, ...] = (
    Person(
        "summer",
        "林晓棠",
        ("3309001018",),
        "15400001018",
        "普通居民，夏天空调用得多，七八月电费猛涨",
        "an ordinary household; air conditioning makes July and August dear",
        ("上个月电费多少", "七月份电费为什么这么高", "我今年用到第几档了"),
    ),
    Person(
        "two_accounts",
        "周立帆",
        ("3309001026", "3309001034"),
        "15400001026",
        "一人两户：自住房开了峰谷，另一户是充电桩",
        "two accounts: a home billed by peak and valley, and a charging pile",
        ("我名下有几户", "充电桩那户上个月多少钱", "开峰谷划算吗"),
    ),
    Person(
        "elderly",
        "吴桂珍",
        ("3309001042",),
        "15400001042",
        "76岁，独居，习惯打电话和上门服务",
        "76, lives alone, used to telephone and home visits",
        ("这个月电费要交多少", "到哪里能交现金"),
    ),
    Person(
        "arrears",
        "陈方圆",
        ("3309001059",),
        "15400001059",
        "连欠三个月电费，最早一期只付了一部分，已产生违约金",
        "owes for three months, the oldest partly paid; a late fee has accrued",
        ("我一共欠多少钱", "违约金怎么算出来的"),
    ),
    Person(
        "cut_off",
        "许志远",
        ("3309001067",),
        "15400001067",
        "因欠费已停电",
        "cut off because of arrears",
        ("我家为什么停电了", "欠费还有多少没交"),
    ),
    Person(
        "time_of_use_loss",
        "沈若溪",
        ("3309001075",),
        "15400001075",
        "开了峰谷电价，但夜里几乎不用电，反而更贵",
        "billed by peak and valley but uses almost nothing at night, so it costs more",
        ("开峰谷到底划不划算", "我谷电用了多少"),
    ),
    Person(
        "large_family",
        "韩冬青",
        ("3309001083",),
        "15400001083",
        "一户多人口（7人），屋顶装了光伏，有上网电表",
        "a household of seven (一户多人口), photovoltaics on the roof, a meter for feeding in",
        ("我家第二档从多少度开始", "一户多人口有什么优惠"),
    ),
    Person(
        "meter_fault",
        "顾明月",
        ("3309001091",),
        "15400001091",
        "上月电量突然翻了几倍，怀疑电表有问题，对账单有异议",
        "last month's kWh jumped several times over: a faulty meter? The bill is disputed",
        ("上个月电费怎么这么高", "我要申请校验电表", "最近半个月每天用多少电"),
    ),
    Person(
        "low_income",
        "唐小满",
        ("3309001109",),
        "15400001109",
        "低保户，每月有免费电量；昨天刚交的电费还没入账",
        "low income (低保), free kWh each month; yesterday's payment isn't in the books yet",
        ("我的低保免费电量用上了吗", "昨天交的钱怎么没到账"),
    ),
    Person(
        "prepaid",
        "叶知秋",
        ("3309001117",),
        "15400001117",
        "预付费，余额快用完了；两个月前换过电表",
        "prepaid, nearly used up; the meter was exchanged two months ago",
        ("我还剩多少电费", "换表的时候底数是多少"),
    ),
    Person(
        "landlord",
        "邱建国",
        ("3309001125",),
        "15400001125",
        "房东，房子租出去了：用电的是租客，预留手机号也早已停用",
        "a landlord: a tenant uses the power, the reserved phone is out of use",
        ("户主手机号换了怎么办", "我是租客，怎么查电费"),
    ),
    Person(
        "shop",
        "明江市望江早点铺",
        ("3309001133",),
        "15400001133",
        "沿街小店，一般工商业用电，每月都要发票",
        "a small shop, commercial tariff, needs an invoice every month",
        ("给我开上个月的发票", "去年一共用了多少电"),
    ),
    Person(
        "factory",
        "明江晨光五金有限公司",
        ("3309001141",),
        "15400001141",
        "10千伏工厂，重要客户，开增值税专用发票",
        "a 10 kV factory, key customer, special VAT invoices",
        ("上个月电费明细", "最近半年的用电量"),
    ),
)


def person(key: str) -> Person:
    """The named customer with this key.

    Raises:
        KeyError: there is none.
    """
    return _BY_KEY[key]


_BY_KEY = {one.key: one for one in PEOPLE}
