"""The many customers of the demo utility: every tariff class and kind of trouble, by chance.

Customer number n is the same whatever today and whatever the scale is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from bot.demo.consumption import SEED, Load
from bot.demo.names import farm_name, firm_name, person_name, shared_name, shop_name
from bot.demo.people import PHONE_PREFIX
from bot.demo.places import COMMUNITIES, Community
from bot.demo.profiles import Habit, Holder, Household, Profile, Trouble, first_of

# 户号 and phones are spread over their range, so that neighbours don't have consecutive ones.
_RANGE = 10_000_000
_NUMBER_STEP = 7_368_787
_PHONE_STEP = 3_141_593
_FIRST_NUMBER = 3_320_000_000
_FIRST_PHONE = 10_000_000

_VILLAGES = [one for one in COMMUNITIES if one.rural]
_TOWNS = [one for one in COMMUNITIES if not one.rural]

# What a household of one person in a hundred thousand can look like, and how often (of 1000).
_KINDS: tuple[tuple[str, int], ...] = (
    ("flat", 470),
    ("time_of_use", 350),
    ("shared", 20),
    ("pile", 30),
    ("shop", 85),
    ("factory", 15),
    ("farm", 30),
)


def bulk_households(today: date) -> Iterator[Household]:
    """Customers without end, each with one account or two.

    Args:
        today: what their troubles are dated relative to.
    """
    serial = 0
    while True:
        chance = Random(f"{SEED}/customer/{serial}")  # noqa: S311 - no secret
        kind = chance.choices([k for k, _ in _KINDS], [w for _, w in _KINDS])[0]
        yield _MAKERS[kind](chance, serial, today)
        serial += 1


def account_number(serial: int, second: bool = False) -> str:
    """The 户号 of a customer of the bulk."""
    return str(_FIRST_NUMBER + (2 * serial + second) * _NUMBER_STEP % _RANGE)


def _phone(chance: Random, serial: int) -> str | None:
    if chance.random() < 0.02:
        return None
    return f"{PHONE_PREFIX}{_FIRST_PHONE + serial * _PHONE_STEP % _RANGE:08d}"


def _home(chance: Random, serial: int, today: date) -> Household:
    place = chance.choice(COMMUNITIES)
    age = round(chance.triangular(24, 88, 46))
    old = age >= 70
    tags = ["elderly"] if old else []
    welfare = None
    if chance.random() < 0.025:
        welfare = "five_guarantees" if old and chance.random() < 0.4 else "minimum_living"
        tags.append("low_income")
    if chance.random() < 0.006:
        tags.append("medical")
    outdated = chance.random() < 0.03
    if outdated:
        tags.append("phone_outdated")
    if chance.random() < 0.05:
        tags.append("let_to_tenant")
    holder = Holder(
        name=person_name(chance, old=old),
        grade="vulnerable" if old or welfare or "medical" in tags else "ordinary",
        tags=",".join(tags),
        birth_year=today.year - age,
        phone=_phone(chance, serial),
        contact_preference=_preference(chance, age),
        quiet_hours=chance.random() < 0.9,
    )
    base = 70 + chance.lognormvariate(4.6, 0.45) * (0.7 if old else 1.0)
    load = Load(
        round(base, 1),
        cooling=round(chance.uniform(0.3, 1.3), 2),
        heating=round(chance.uniform(0.1, 0.7), 2),
        weekend=round(chance.uniform(1.0, 1.3), 2),
        valley_share=round(chance.uniform(0.28, 0.55), 2),
        spread=0.07,
    )
    profile = Profile(
        number=account_number(serial),
        community=place,
        place=_dwelling(chance, place),
        load=load,
        opened_on=_opening(chance, today),
        capacity_kw=chance.choice((4, 6, 8, 8, 10, 12)),
        welfare=welfare,
        habit=_habit(chance),
        issue_day=chance.randint(1, 5),
        due_day=chance.choice((20, 20, 22, 25)),
        invoices="some" if chance.random() < 0.06 else "none",
    )
    return Household(holder, (_with_troubles(chance, profile, today),))


def _flat(chance: Random, serial: int, today: date) -> Household:
    home = _home(chance, serial, today)
    profile = home.profiles[0]
    old_meter = profile.community.rural and chance.random() < 0.15
    if old_meter and profile.payment_mode == "postpaid" and not profile.exchanged_on:
        profile = replace(profile, meter_kind="mechanical")
    if chance.random() < 0.06:
        expired = chance.random() < 0.2
        profile = replace(
            profile,
            household_size=chance.choice((5, 5, 6, 7, 8)),
            household_since=date(today.year - 2, 1, 1),
            household_valid_until=date(today.year - expired, 12, 31),
        )
    return replace(home, profiles=(profile,))


def _time_of_use(chance: Random, serial: int, today: date) -> Household:
    home = _home(chance, serial, today)
    profile = home.profiles[0]
    share = chance.uniform(0.02, 0.09) if chance.random() < 0.06 else chance.uniform(0.35, 0.62)
    since = profile.opened_on
    if chance.random() < 0.2:
        since = max(since, date(today.year - chance.randint(0, 1), 1, 1))
    profile = replace(
        profile,
        load=replace(profile.load, valley_share=round(share, 2)),
        time_of_use_since=since,
    )
    if chance.random() < 0.07:
        profile = replace(
            profile,
            export=Load(round(chance.uniform(250, 700)), solar=True, weekend=1, valley_share=0),
        )
        tags = ",".join(filter(None, (home.holder.tags, "pv")))
        home = replace(home, holder=replace(home.holder, tags=tags))
    profiles = [profile]
    if chance.random() < 0.08 and profile.closed_on is None:
        profiles.append(_pile_of(chance, serial, profile, today))
    return replace(home, profiles=tuple(profiles))


def _pile_of(chance: Random, serial: int, home: Profile, today: date) -> Profile:
    opened = today - timedelta(days=chance.randint(90, 1500))
    return Profile(
        number=account_number(serial, second=True),
        community=home.community,
        place=f"地下车库{chance.randint(1, 320)}号车位",
        load=Load(
            round(chance.uniform(80, 320)),
            cooling=0.1,
            heating=0.2,
            valley_share=round(chance.uniform(0.6, 0.95), 2),
            spread=0.15,
        ),
        opened_on=opened,
        tariff_class="ev_residential",
        capacity_kw=7,
        time_of_use_since=opened if chance.random() < 0.8 else None,
        habit=home.habit,
        issue_day=home.issue_day,
        due_day=home.due_day,
    )


def _pile(chance: Random, serial: int, today: date) -> Household:
    home = _home(chance, serial, today)
    pile = _pile_of(chance, serial, home.profiles[0], today)
    return replace(home, profiles=(replace(pile, number=account_number(serial)),))


def _organisation(chance: Random, serial: int, name: str, customer_class: str) -> Holder:
    return Holder(
        name=name,
        kind="organisation",
        customer_class=customer_class,
        phone=_phone(chance, serial),
        contact_preference="phone" if customer_class == "industrial" else "sms",
        quiet_hours=False,
        # The letter O is in no real 统一社会信用代码, so this one is nobody's.
        tax_number=f"91330999MO{serial % 10**8:08d}",
    )


def _shared(chance: Random, serial: int, today: date) -> Household:
    place = chance.choice(COMMUNITIES)
    short = place.prefix[-4:]
    profile = Profile(
        number=account_number(serial),
        community=place,
        place=f"{chance.randint(1, 60)}幢总表",
        load=Load(round(chance.uniform(900, 5200)), cooling=0.7, heating=0.3, valley_share=0.4),
        opened_on=_opening(chance, today),
        tariff_class="residential_shared",
        capacity_kw=60,
        habit=_habit(chance),
        issue_day=chance.randint(1, 5),
        due_day=25,
        invoices="ordinary",
    )
    holder = _organisation(chance, serial, shared_name(chance, short), "residential")
    return Household(holder, (profile,))


def _shop(chance: Random, serial: int, today: date) -> Household:
    place = chance.choice(_TOWNS)
    profile = Profile(
        number=account_number(serial),
        community=place,
        place=f"沿街店面{chance.randint(1, 260)}号",
        load=Load(
            round(120 + chance.lognormvariate(6.0, 0.6)),
            cooling=0.5,
            heating=0.1,
            weekend=1.15,
            valley_share=round(chance.uniform(0.1, 0.3), 2),
            peak_share=round(chance.uniform(0.45, 0.6), 2),
            spread=0.08,
        ),
        opened_on=_opening(chance, today),
        tariff_class="commercial",
        capacity_kw=chance.choice((10, 15, 20, 30, 50)),
        time_of_use_since=date(2023, 1, 1) if chance.random() < 0.25 else None,
        habit=_habit(chance),
        issue_day=chance.randint(1, 5),
        due_day=25,
        invoices="ordinary",
    )
    holder = _organisation(chance, serial, shop_name(chance, serial), "commercial")
    return Household(holder, (_with_troubles(chance, profile, today),))


def _factory(chance: Random, serial: int, today: date) -> Household:
    place = chance.choice(COMMUNITIES)
    high = chance.random() < 0.6
    profile = Profile(
        number=account_number(serial),
        community=place,
        place=f"工业园{chance.randint(1, 90)}号",
        load=Load(
            round(chance.uniform(9_000, 160_000) if high else chance.uniform(1_500, 9_000)),
            cooling=0.15,
            heating=0.05,
            weekend=0.4,
            valley_share=round(chance.uniform(0.15, 0.38), 2),
            peak_share=round(chance.uniform(0.45, 0.6), 2),
            new_year_pause=0.5,
        ),
        opened_on=_opening(chance, today),
        tariff_class="industrial",
        time_of_use_since=date(2023, 1, 1) if high else None,
        voltage="1_to_10kV" if high else "below_1kV",
        capacity_kw=chance.choice((250, 315, 400, 630)) if high else 80,
        habit=_habit(chance),
        issue_day=chance.randint(1, 5),
        due_day=25,
        invoices="special",
    )
    holder = _organisation(chance, serial, firm_name(chance, serial), "industrial")
    if chance.random() < 0.3:
        holder = replace(holder, grade="key", tags="key_account")
    return Household(holder, (_with_troubles(chance, profile, today),))


def _farm(chance: Random, serial: int, today: date) -> Household:
    place = chance.choice(_VILLAGES)
    profile = Profile(
        number=account_number(serial),
        community=place,
        place=f"{chance.choice(('机埠', '大棚', '泵房', '养殖区'))}{chance.randint(1, 30)}号",
        load=Load(
            round(chance.uniform(150, 2600)), cooling=1.4, heating=0, weekend=1.0, valley_share=0.3
        ),
        opened_on=_opening(chance, today),
        tariff_class="farming",
        capacity_kw=chance.choice((15, 30, 50)),
        meter_kind="mechanical" if chance.random() < 0.3 else "smart",
        habit=_habit(chance),
        issue_day=chance.randint(1, 5),
        due_day=25,
    )
    name = farm_name(chance, place.prefix[-4:])
    return Household(_organisation(chance, serial, name, "farming"), (profile,))


_MAKERS: dict[str, Callable[[Random, int, date], Household]] = {
    "flat": _flat,
    "time_of_use": _time_of_use,
    "shared": _shared,
    "pile": _pile,
    "shop": _shop,
    "factory": _factory,
    "farm": _farm,
}


def _with_troubles(chance: Random, profile: Profile, today: date) -> Profile:
    """One kind of trouble or none, and for some prepayment or an exchanged meter."""
    if chance.random() < 0.025:
        exchanged_on = first_of(today, -chance.randint(1, 20)) + timedelta(days=14)
        if exchanged_on > profile.opened_on:
            profile = replace(profile, exchanged_on=exchanged_on)
    draw = chance.random()
    if chance.random() < 0.12:
        troubles: frozenset[Trouble] = frozenset()
        if draw < 0.06:
            troubles = frozenset({"low_balance"})
        elif draw < 0.09:
            troubles = frozenset({"overdrawn"})
        return replace(
            profile, payment_mode="prepaid", habit="prompt", issue_day=1, troubles=troubles
        )
    unpaid = chance.randint(2, 5)
    for trouble, share in _TROUBLE_SHARES:
        draw -= share
        if draw < 0:
            profile = replace(profile, troubles=frozenset({trouble}))
            break
    if profile.troubles & {"arrears", "cut_off"}:
        profile = replace(profile, unpaid_bills=unpaid, habit="late")
    if "cut_off" in profile.troubles:
        profile = replace(
            profile,
            troubles=frozenset({"arrears", "cut_off"}),
            unpaid_bills=max(4, unpaid),
            cut_off_on=today - timedelta(days=chance.randint(1, 40)),
        )
    if "invoice_reversed" in profile.troubles and profile.invoices in ("none", "some"):
        profile = replace(profile, invoices="ordinary")
    if "closed" in profile.troubles:
        closed_on = first_of(today, -chance.randint(2, 14))
        opened_on = min(profile.opened_on, date(closed_on.year - 3, 3, 8))
        profile = replace(profile, closed_on=closed_on, opened_on=opened_on, exchanged_on=None)
    return profile


_TROUBLE_SHARES: tuple[tuple[Trouble, float], ...] = (
    ("arrears", 0.040),
    ("cut_off", 0.008),
    ("meter_fault", 0.008),
    ("disputed", 0.006),
    ("payment_pending", 0.010),
    ("payment_failed", 0.010),
    ("payment_refunded", 0.008),
    ("overpaid", 0.012),
    ("offline", 0.012),
    ("invoice_reversed", 0.006),
    ("closed", 0.010),
)


def _habit(chance: Random) -> Habit:
    return chance.choices(("debit", "prompt", "late", "bundles"), (35, 45, 14, 6))[0]  # type: ignore[return-value]


def _preference(chance: Random, age: int) -> str:
    if age >= 70:
        return chance.choice(("phone", "phone", "visit", "sms"))
    return chance.choice(("wechat", "wechat", "sms"))


def _opening(chance: Random, today: date) -> date:
    """Most accounts are older than the demo's history, a few are new."""
    if chance.random() < 0.05:
        return today - timedelta(days=chance.randint(20, 700))
    return date(chance.randint(1999, 2021), chance.randint(1, 12), chance.randint(1, 28))


def _dwelling(chance: Random, place: Community) -> str:
    if place.rural:
        return f"{chance.choice(('上门口', '下门口', '溪边', '后山', '桥头'))}{chance.randint(1, 180)}号"
    return (
        f"{chance.choice(('东区', '西区', '南苑', '北苑', '新村', '花苑'))}{chance.randint(1, 40)}幢"
        f"{chance.randint(1, 4)}单元{chance.randint(1, 18)}0{chance.randint(1, 4)}室"
    )
