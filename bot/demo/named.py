"""What is behind the named demo customers of `people`: their accounts and what befell them."""

from __future__ import annotations

from datetime import date, timedelta

from bot.demo.consumption import Load
from bot.demo.people import person
from bot.demo.places import community
from bot.demo.profiles import Holder, Household, Profile, first_of

AGE_OF_THE_OLD = 76


def named_households(today: date) -> list[Household]:
    """All named customers, in the order of `people.PEOPLE`.

    Args:
        today: what their troubles are dated relative to.
    """
    return [
        _summer(today),
        _two_accounts(today),
        _elderly(today),
        _arrears(today),
        _cut_off(today),
        _time_of_use_loss(today),
        _large_family(today),
        _meter_fault(today),
        _low_income(today),
        _prepaid(today),
        _landlord(today),
        _shop(),
        _factory(),
    ]


def _holder(key: str, **more: object) -> Holder:
    one = person(key)
    return Holder(name=one.name, phone=one.phone, **more)  # type: ignore[arg-type]


def _summer(today: date) -> Household:
    return Household(
        _holder("summer", birth_year=today.year - 34, contact_preference="wechat"),
        (
            Profile(
                number=person("summer").number,
                community=community("听潮社区"),
                place="听潮苑3幢2单元501室",
                load=Load(178, cooling=1.9, heating=0.45, valley_share=0.38),
                opened_on=date(2016, 5, 12),
                habit="late",
            ),
        ),
    )


def _two_accounts(today: date) -> Household:
    home, pile = person("two_accounts").numbers
    return Household(
        _holder("two_accounts", birth_year=today.year - 41, contact_preference="wechat"),
        (
            Profile(
                number=home,
                community=community("海棠湾社区"),
                place="海棠湾花园11幢1单元1802室",
                load=Load(240, cooling=0.9, heating=0.5, valley_share=0.51),
                opened_on=date(2018, 9, 3),
                capacity_kw=12,
                time_of_use_since=date(2019, 1, 1),
                habit="debit",
            ),
            Profile(
                number=pile,
                community=community("海棠湾社区"),
                place="海棠湾花园地下车库B区117号车位",
                load=Load(165, cooling=0.15, heating=0.2, valley_share=0.86, spread=0.12),
                opened_on=date(2021, 3, 22),
                tariff_class="ev_residential",
                capacity_kw=7,
                time_of_use_since=date(2021, 3, 22),
                habit="debit",
            ),
        ),
    )


def _elderly(today: date) -> Household:
    return Household(
        _holder(
            "elderly",
            grade="vulnerable",
            tags="elderly,lives_alone",
            birth_year=today.year - AGE_OF_THE_OLD,
            contact_preference="phone",
        ),
        (
            Profile(
                number=person("elderly").number,
                community=community("石板巷社区"),
                place="石板巷27号",
                load=Load(82, cooling=0.5, heating=0.6, valley_share=0.3),
                opened_on=date(1998, 11, 5),
                capacity_kw=4,
                habit="prompt",
            ),
        ),
    )


def _arrears(today: date) -> Household:
    return Household(
        _holder("arrears", birth_year=today.year - 45),
        (
            Profile(
                number=person("arrears").number,
                community=community("枫林社区"),
                place="枫林新村8幢3单元202室",
                load=Load(215, cooling=0.8, heating=0.3),
                opened_on=date(2011, 4, 18),
                habit="late",
                troubles=frozenset({"arrears"}),
                unpaid_bills=3,
            ),
        ),
    )


def _cut_off(today: date) -> Household:
    return Household(
        _holder("cut_off", birth_year=today.year - 39),
        (
            Profile(
                number=person("cut_off").number,
                community=community("东塘社区"),
                place="东塘路310号2楼",
                load=Load(190, cooling=0.7, heating=0.3),
                opened_on=date(2013, 8, 1),
                habit="late",
                troubles=frozenset({"arrears", "cut_off"}),
                unpaid_bills=4,
                cut_off_on=today - timedelta(days=6),
            ),
        ),
    )


def _time_of_use_loss(today: date) -> Household:
    return Household(
        _holder("time_of_use_loss", birth_year=today.year - 29, contact_preference="wechat"),
        (
            Profile(
                number=person("time_of_use_loss").number,
                community=community("锦帆社区"),
                place="锦帆国际公寓2幢906室",
                load=Load(205, cooling=1.1, heating=0.4, valley_share=0.06),
                opened_on=date(2020, 6, 9),
                time_of_use_since=date(2021, 1, 1),
                habit="prompt",
            ),
        ),
    )


def _large_family(today: date) -> Household:
    return Household(
        _holder("large_family", birth_year=today.year - 52, tags="pv"),
        (
            Profile(
                number=person("large_family").number,
                community=community("竹溪村"),
                place="上门口12号",
                load=Load(330, cooling=0.8, heating=0.4, valley_share=0.55),
                opened_on=date(2009, 2, 26),
                capacity_kw=15,
                household_size=7,
                household_since=date(today.year - 1, 1, 1),
                household_valid_until=date(today.year, 12, 31),
                habit="prompt",
                export=Load(520, solar=True, weekend=1.0, valley_share=0.0),
            ),
        ),
    )


def _meter_fault(today: date) -> Household:
    return Household(
        _holder("meter_fault", birth_year=today.year - 37),
        (
            Profile(
                number=person("meter_fault").number,
                community=community("星河社区"),
                place="星河名苑5幢1单元1103室",
                load=Load(160, cooling=0.7, heating=0.3),
                opened_on=date(2017, 10, 30),
                habit="prompt",
                troubles=frozenset({"meter_fault", "disputed"}),
            ),
        ),
    )


def _low_income(today: date) -> Household:
    return Household(
        _holder("low_income", birth_year=today.year - 58, grade="vulnerable", tags="low_income"),
        (
            Profile(
                number=person("low_income").number,
                community=community("纺织里社区"),
                place="纺织里6幢104室",
                load=Load(95, cooling=0.5, heating=0.4),
                opened_on=date(2005, 7, 14),
                capacity_kw=4,
                welfare="minimum_living",
                habit="prompt",
                troubles=frozenset({"payment_pending"}),
            ),
        ),
    )


def _prepaid(today: date) -> Household:
    return Household(
        _holder("prepaid", birth_year=today.year - 31, contact_preference="wechat"),
        (
            Profile(
                number=person("prepaid").number,
                community=community("望月社区"),
                place="望月人才公寓1幢1415室",
                load=Load(130, cooling=0.9, heating=0.5),
                opened_on=date(2022, 2, 21),
                payment_mode="prepaid",
                troubles=frozenset({"low_balance"}),
                exchanged_on=first_of(today, -2) + timedelta(days=12),
            ),
        ),
    )


def _landlord(today: date) -> Household:
    return Household(
        _holder("landlord", birth_year=today.year - 63, tags="phone_outdated,let_to_tenant"),
        (
            Profile(
                number=person("landlord").number,
                community=community("渡口社区"),
                place="渡口新村14幢601室",
                load=Load(185, cooling=1.0, heating=0.6),
                opened_on=date(2003, 12, 2),
                habit="late",
            ),
        ),
    )


def _shop() -> Household:
    return Household(
        _holder(
            "shop",
            kind="organisation",
            customer_class="commercial",
            quiet_hours=False,
            tax_number="92330999MA0DEMO016",
        ),
        (
            Profile(
                number=person("shop").number,
                community=community("晚晴社区"),
                place="望江路88号一楼店面",
                load=Load(
                    610, cooling=0.6, heating=0.1, weekend=1.2, valley_share=0.24, peak_share=0.55
                ),
                opened_on=date(2019, 4, 10),
                tariff_class="commercial",
                capacity_kw=20,
                habit="prompt",
                due_day=25,
                invoices="ordinary",
            ),
        ),
    )


def _factory() -> Household:
    return Household(
        _holder(
            "factory",
            kind="organisation",
            customer_class="industrial",
            grade="key",
            tags="key_account",
            contact_preference="phone",
            quiet_hours=False,
            tax_number="91330999MA0DEMO024",
        ),
        (
            Profile(
                number=person("factory").number,
                community=community("百工社区"),
                place="百工路199号",
                load=Load(
                    48_500,
                    cooling=0.15,
                    heating=0.05,
                    weekend=0.35,
                    valley_share=0.3,
                    peak_share=0.52,
                    new_year_pause=0.45,
                ),
                opened_on=date(2012, 6, 20),
                tariff_class="industrial",
                voltage="1_to_10kV",
                time_of_use_since=date(2023, 1, 1),
                capacity_kw=315,
                habit="debit",
                due_day=25,
                invoices="special",
            ),
        ),
    )
