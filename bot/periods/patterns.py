"""The forms in which times are written, each with the reader that knows what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.periods import readers
from bot.periods.readers import Reader

_NOT_IN_NUMBER = r"(?<!每年)(?<![0-9.〇零一二三四五六七八九十百千第每])"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|元(?=月))"
_MONTH_TAIL = (
    r"月(?:份|分(?![别开析时摊期段成钟行]))?(?!租[金费期房]|租$|[球饼亮薪经息供]|光(?!伏))"
)
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_COUNT = r"(?:[0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_TO = r"\s*(?:到|至|~|-|—|–|―|～)\s*"
_YEAR_NUMBER = (
    r"(?:(?<![0-9])(?:20[0-9]{2}|[0-9]{2})"
    r"|(?<![〇○零一二三四五六七八九十])(?:二[〇○零0][〇○零一二三][〇○零一二三四五六七八九]"
    r"|[一二三][〇○零一二三四五六七八九]|[〇○零][一二三四五六七八九]))"
)
_YEAR = (
    r"(?:(?P<number>"
    + _YEAR_NUMBER
    + r")年|(?P<word>大前年|(?<!以)(?<!之)前年|(?<!过)去年|(?<![以网线])上一?年"
    r"|头年|旧年|(?<!如)今年|本年|明年|(?<!年)来年|下一年|(?<!以)(?<!之)后年"
    r"|(?<![0-9一二三四五六七八九零去今前明后每当那有整])年时(?![候间期刻]))"
    r"|(?<![0-9第近过这了每后])(?P<ago>[0-9]|1[0-9]|[一二两三四五六七八九]|十[一二三四五六七八九]?)年(?:之前|以前|前)"
    r")度?(?![轻纪龄])"
)
_IN_YEAR = r"(?:" + _YEAR + r"的?\s*)?"
_RELATIVE_MONTH = (
    r"(?:(?P<earlier>大前(?=个)|大?(?<![以网线如])上{1,6}一?|头|(?<![目之以提年往])前一?)(?:个|各|只)?|(?P<this>这一?|本|当|今|呢|当前)(?:个|各|只)?"
    r"|(?P<later>(?<![以如])下{1,6}一?)(?:个|各|只)?)"
)
_PART = r"(?P<part>初|中旬|中(?![断止途心午毒奖间])|底|末|上旬|下旬|[上下前后]半月|[前后]半个月)"
_BEFORE = r"(?P<before>之?前|以前)?(?:的?(?:那几[天日]|那两天|那会儿?|那阵子?))?"


# 上个越, 这个跃 for 上个月: a slip of the keyboard
_SLIPPED = r"[越跃乐](?=的|电|用|账|帐|多少|花|交|缴|扣|费|呢|一共|总共|[,，。?？、和跟与比]|$)"
_SHORT_MONTH = r"(?:1[0-2]|0?[1-9])"
_SHORT_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_DOTTED = rf"(?P<month>{_SHORT_MONTH})"
_DOTTED_DAY = rf"(?P<day>{_SHORT_DAY})"
_NO_UNIT = r"(?!\s*(?:元|块|毛|角|分(?!别)|度(?!数)|倍|千瓦|千伏|匹|米|平|[kKvVwWpPmM]|万|%|折|级|伏|瓦|个|小?时|点|:))"
_AFTER_MONTH = r"(?=\s*(?:的|我)?(?:电费|电量|用电|账单|帐单|度数|缴费|交费|欠费))"
YEAR_IS_NO_DURATION = (
    r"(?:(?<=[了过已近这约有满快住用交])[0-9]{2}年|[0-9]{2}年(?=[了前来后多间内]|以[来前后上]|的?老)"
    r"|(?:最近|过去|已经|差不多)[0-9]{2}年)"
)

# What an expression may begin with, so that all other places and patterns needn't be tried.
_DIGITS = "0123456789"
_NUMERALS = _DIGITS + "〇○零一二三四五六七八九十"
_YEARS = _NUMERALS + "两大前去上头旧今本明来下后年"
_DATED = _NUMERALS + "元"
_RELATIVE = "大上头前这本当今呢下"


@dataclass(frozen=True)
class Form:
    """A form in which times are written.

    Args:
        begins: what it may begin with, if no year stands before it.
        after_year: whether a year may stand before it.
        pattern: what it looks like.
        reader: knows what it means.
    """

    begins: frozenset[str]
    after_year: bool
    pattern: re.Pattern[str]
    reader: Reader


PATTERNS: tuple[Form, ...] = tuple(
    Form(frozenset(begins), text.startswith((_IN_YEAR, _YEAR)), re.compile(text), reader)
    for begins, text, reader in (
        # 2025-03-15, 20250315
        (
            "12",
            r"(?<![0-9.])(?P<y>20[0-9]{2})(?P<sep>[-/.])(?P<m>1[0-2]|0?[1-9])(?P=sep)"
            r"(?P<d>3[01]|[12][0-9]|0?[1-9])(?:日|号)?(?![0-9])",
            readers.read_iso_day,
        ),
        (
            "12",
            r"(?<![0-9号:])(?P<y>20[1-3][0-9])(?P<m>0[1-9]|1[0-2])(?P<d>[0-3][0-9])(?![0-9])",
            readers.read_iso_day,
        ),
        # 9.1-9.20, 9/1-9/20, 2026.9.1-9.20; 1.5-2.5 needs a word behind it
        (
            _DIGITS,
            rf"(?<![0-9./])(?:(?P<number>20[0-9]{{2}})(?P<sep>[./]))?{_DOTTED}(?P<mark>[./]){_DOTTED_DAY}(?:号|日)?"
            rf"{_TO}(?:(?P<until>{_SHORT_MONTH})(?P=mark))?(?P<last>{_SHORT_DAY})(?P<sure>(?:号|日)?)(?![0-9./]){_NO_UNIT}",
            readers.read_dotted_days,
        ),
        # 9.1日, 9/1号; 9.1到现在
        (
            _DIGITS,
            rf"(?<![0-9./]){_DOTTED}[./]{_DOTTED_DAY}(?P<last>)(?:(?:号|日)(?![线楼院门户表])|(?=(?:开始|起)?(?:一?直)?(?:到|至)(?:现在|目前|今)|以来))",
            readers.read_day,
        ),
        # 2025-03, 2025/3, 2025.03, 202503账期
        (
            "12",
            r"(?<![0-9.])(?P<y>20[1-3][0-9])[-/](?P<m>1[0-2]|0?[1-9])(?![0-9]|[-/.][0-9])(?:月份?)?",
            readers.read_iso_month,
        ),
        (
            "12",
            r"(?<![0-9.])(?P<y>20[1-3][0-9])\.(?P<m>1[0-2]|0?[1-9])(?:月份?)?"
            r"(?![0-9.]|\s*(?:元|块|毛|度|个|千瓦|万|[kK]|[vVwW]|版|米|平))",
            readers.read_iso_month,
        ),
        (
            "12",
            r"(?<![0-9])(?P<y>20[1-3][0-9])(?P<m>0[1-9]|1[0-2])(?=月|账期|帐期|期)月?份?",
            readers.read_iso_month,
        ),
        (
            "12",
            r"(?<![0-9])(?P<number>20[1-3][0-9])年?(?P<month>0[1-9])(?=的|账单|电费)",
            readers.read_month,
        ),
        # 3月15号, 3月1日到15日
        (
            _DATED,
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})月份?的?(?P<day>{_DAY})(?:号|日)?"
            rf"{_TO}(?P<last>{_DAY})(?:号|日)(?![线楼院门户表])",
            readers.read_day,
        ),
        (
            _DATED,
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})月份?的?(?P<day>{_DAY})(?P<last>)"
            r"(?:号|日)(?![线楼院门户表])",
            readers.read_day,
        ),
        # 10月20到11月5号: the first; the last is found by itself
        (
            _DATED,
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})月份?的?(?P<day>{_DAY})(?P<last>)"
            rf"(?={_TO}{_MONTH}月{_DAY}(?:号|日))",
            readers.read_day,
        ),
        # 3-5月, 一到三月, 三四月份, 3月到5月 comes from two atoms
        (
            _DATED,
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH}){_TO}(?P<until>{_MONTH}){_MONTH_TAIL}",
            readers.read_begun_month_range,
        ),
        (
            _DATED,
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>十[一]|[一二三四五六七八九])"
            rf"(?P<until>[二三四五六七八九十])(?:[两俩]个?|2个)?{_MONTH_TAIL}",
            readers.read_month_pair,
        ),
        # 12月31再交: the day without its 号
        (
            _DATED,
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})月(?P<day>3[01]|[12][0-9]|二十[一二三四五六七八九]?|三十一?)(?P<last>)"
            r"(?=(?:再|才|(?:之|以)?前|那天|当天|交|还|付|缴|[,，。?？]|呢|$))",
            readers.read_day,
        ),
        # 海棠湾1802十月: a house number stands before it
        (
            "十一二三四五六七八九",
            rf"(?<=[0-9]{{3}})(?P<month>十[一二]?|[一二三四五六七八九]){_MONTH_TAIL}",
            readers.read_month,
        ),
        # 3月, 三月份, 去年三月, 3月底前
        (
            _DATED,
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH}){_MONTH_TAIL}",
            readers.read_month,
        ),
        (
            _DATED,
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})月份?的?月?{_PART}{_BEFORE}",
            readers.read_month_part,
        ),
        # 十一份 (月 left out), 十一份月 (swapped)
        (_DATED, rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})份月", readers.read_month),
        (
            _DATED,
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>十[一二]|1[0-2])份(?![额子])",
            readers.read_month,
        ),
        (
            _DATED,
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})份{_AFTER_MONTH}",
            readers.read_month,
        ),
        # 3、4月 and 3和4月: the first; the last is found by itself
        (
            _DATED,
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})"
            rf"(?=(?:[、,，/和跟与及]{_MONTH}){{1,11}}(?:[两三]个?)?月(?!租|供))",
            readers.read_month,
        ),
        (
            _NUMERALS,
            rf"(?<=[、,，/和跟与及])(?P<month>{_MONTH})(?=(?:[、,，/和跟与及]{_MONTH}){{0,11}}(?:[两三]个?)?月)",
            readers.read_month,
        ),
        # 上个月, 这个月15号, 上月底
        (
            _RELATIVE,
            rf"(?<![每月]){_RELATIVE_MONTH}(?:{_MONTH_TAIL}(?:子(?![里餐]))?|{_SLIPPED})",
            readers.read_relative_month,
        ),
        (
            _RELATIVE,
            rf"{_RELATIVE_MONTH}月份?的?月?{_PART}{_BEFORE}",
            readers.read_relative_month_part,
        ),
        (
            _RELATIVE,
            rf"{_RELATIVE_MONTH}月份?的?(?P<day>{_DAY})(?:(?:号|日)?{_TO}(?P<last>{_DAY}))?(?:号|日)",
            readers.read_relative_month_day,
        ),
        (
            "月",
            rf"(?<![每个月0-9一二三四五六七八九十])月(?P<part>初|底|末|中(?![旬断止途心午毒奖间])){_BEFORE}",
            readers.read_this_month_part,
        ),
        (
            "上下中",
            r"(?<![每个月份的])(?P<part>[上下]半月|[上中下]旬)(?P<before>)(?![刊谈])",
            readers.read_this_month_part,
        ),
        (_RELATIVE, rf"{_RELATIVE_MONTH}月份?的?今[天日]", readers.read_same_day_of_month),
        # years and their parts
        ("", _YEAR + r"(?:全年|一整年|一年|整年|那年)?", readers.read_year),
        (_DIGITS, r"(?<![0-9])(?P<number>20[0-9]{2})全年", readers.read_year),
        (
            "",
            _YEAR + r"的?(?:这个?月|本月|同月|同期|这个?时候|此时)",
            readers.read_same_month_of_year,
        ),
        ("", _YEAR + r"的?今[天日]", readers.read_same_day_of_year),
        ("", _YEAR + r"的?(?:前|头)(?P<count>" + _COUNT + r")个月", readers.read_first_months),
        ("", _YEAR + r"年?的?(?P<edge>初|底|末|尾)" + _BEFORE, readers.read_year_edge),
        (
            "年",
            r"(?<![0-9一二三四五六七八九十每去今前大])年(?P<edge>初(?![一二三四五六七八九十])|底|末)"
            + _BEFORE,
            readers.read_year_edge,
        ),
        (
            # 一个季度 is how long
            _NUMERALS + "第",
            rf"{_IN_YEAR}的?第?{_NOT_IN_NUMBER}(?P<quarter>[一二三四1-4])季度",
            readers.read_quarter,
        ),
        ("最", r"(?<!的)(?P<last>最后)一?个?季度", readers.read_last_quarter),
        ("第", rf"{_IN_YEAR}第(?P<quarter>[一二三四1-4])个?季度?", readers.read_quarter),
        (
            "Qq",
            rf"{_IN_YEAR}(?<![A-Za-z0-9])[Qq](?P<quarter>[1-4])(?![A-Za-z0-9])",
            readers.read_quarter,
        ),
        ("前", rf"{_IN_YEAR}前(?P<count>[二两三23])个?季度", readers.read_first_quarters),
        (_RELATIVE, rf"{_RELATIVE_MONTH}季度?(?![节])", readers.read_relative_quarter),
        ("上下", rf"{_IN_YEAR}(?P<half>[上下])半年", readers.read_half),
        ("", _YEAR + r"的?(?P<half>[前后])半年", readers.read_half),
        (
            "一整春夏秋冬",
            rf"{_IN_YEAR}(?:一整个|整个)?(?<!一个)(?<!每个)(?P<season>[春夏秋冬])(?:天(?!气)|季)",
            readers.read_season,
        ),
        (
            "去今",
            r"(?<!过)(?P<short>[去今])(?P<season>[夏冬])(?![装令])",
            readers.read_short_season,
        ),
        (
            _RELATIVE,
            rf"{_RELATIVE_MONTH}(?P<season>[春夏秋冬])(?:天(?!气)|季)",
            readers.read_relative_season,
        ),
        (
            "国元春",
            rf"{_IN_YEAR}(?P<holiday>国庆|元旦|春节)(?![路街道村镇乡苑里小花新东西南北])"
            r"(?:节?(?:期间|假期|长假|黄金周|放假|那几天|那会儿?|的?时候|[七7]天)|节)?",
            readers.read_holiday,
        ),
        (
            "五十劳过",
            rf"{_IN_YEAR}(?P<holiday>五一|十一|劳动节|过年)(?:节|劳动节)?"
            r"(?:期间|假期|长假|黄金周|放假|那几天|那会儿?|的?时候|(?<=[到等]过年)(?![级度])|(?<=过年)(?=(?:[以之]?后)?(?:一?直)?(?:[到至](?:现在|目前|今|如今)|以来)))",
            readers.read_holiday,
        ),
        (
            "过",
            r"(?P<number>)过[完了]年(?=[以之]?后?(?:一?直)?(?:[到至](?:现在|目前|今|如今)|以来))",
            readers.read_after_new_year,
        ),
        # said with its year or as a festival 五一 is no road
        (
            "",
            _YEAR + r"的?(?P<holiday>五一|十一)(?:节|劳动节)?(?![路街道村镇乡里号月份点个0-9])",
            readers.read_holiday,
        ),
        (
            "五劳",
            rf"{_IN_YEAR}(?P<holiday>五一(?=节|劳动节)|劳动节)(?:节|劳动节)?",
            readers.read_holiday,
        ),
        (
            "中端清",
            rf"{_IN_YEAR}(?P<festival>中秋|端午|清明)(?![路街道村镇乡苑里小花新东西南北上河])"
            r"节?(?!快乐|安康)(?P<off>期间|小长假|假期|放假|那几天)?(?:的?(?:当天|那天|当日|那一天|时候))?",
            readers.read_festival,
        ),
        (
            "元圣双",
            rf"{_IN_YEAR}(?P<festival>元宵|圣诞|双十一|双十二|双1[12](?![0-9]))(?![路街道村镇乡苑里小花新])"
            r"节?(?P<off>)(?:当天|那天|当日|那一天|那会儿?)?",
            readers.read_festival,
        ),
        (
            "除大年",
            rf"{_IN_YEAR}(?:除夕|大年三十|年三十)(?:当天|那天)?",
            readers.read_new_years_eve,
        ),
        (
            "大正年",
            rf"{_IN_YEAR}(?:大年|正月|年)初(?P<day>[一二三四五六七八九]|十)(?:那天|当天)?",
            readers.read_new_year_day,
        ),
        (
            "入立开",
            rf"{_IN_YEAR}(?P<turn>(?<![进转])[入立][春夏秋冬]|(?<!刚)开春)(?![装衣])(?P<off>[以之]?后)?",
            readers.read_turn_of_season,
        ),
        (
            "正",
            rf"{_IN_YEAR}正月(?!初|十|廿|[0-9])(?:里|份|间)?",
            readers.read_first_lunar_month,
        ),
        ("这", r"这两天", readers.read_these_two_days),
        ("今明", r"(?P<days>今明|明后)(?:两|2|二)?[天日]", readers.read_two_days),
        (
            "国元春五过",
            rf"{_IN_YEAR}(?P<holiday>国庆|元旦|春节|五一|过年)节?的?(?:那个?|当)月",
            readers.read_month_of_holiday,
        ),
        # 近三个月, 最近7天, 过去一年, 这半年
        (
            "最近过这前头上",
            rf"(?P<lead>最近这?|近|过去这?|这|(?<![以之目提往到电期])前|头(?=[两二三四五六七八九十2-9])|近来|(?<![以之])上(?![一半1]))的?(?P<count>{_COUNT}|半|几|俩|仨)个?"
            r"(?P<unit>天|日|周|星期|礼拜|月|季度|年)(?:以?来|内|里|间)?(?![份度底初末]|上旬)",
            readers.read_rolling,
        ),
        (
            "半一1",
            r"(?P<lead>)(?P<count>半|一|1)(?P<unit>年)(?:以来|来(?!电))",
            readers.read_rolling,
        ),
        # 未来三天, 三天前, 两个月前
        (
            "未今接往",
            rf"(?:未来|今后|接下来|往后)的?这?(?P<count>{_COUNT}|几)个?(?P<unit>天|日|周|星期|礼拜)(?:以?内|里)?",
            readers.read_coming,
        ),
        (
            _NUMERALS + "两",
            rf"(?<![0-9.提第每后前一二两三四五六七八九十几隔])(?P<count>{_COUNT})"
            r"(?:(?P<unit>天|日|周)|个(?P<span>月|星期|礼拜))(?:之前|以前|前)(?![面台后]|.{0,2}(?:通知|告知|提醒|公告))",
            readers.read_ago,
        ),
        # days and weeks
        (
            "大前昨今明后",
            r"(?P<day>大前|大后|(?<![以之不月年目])前(?!天气)|昨|今|明|(?<![以之今往然最])后(?!天天))(?:天|日)",
            readers.read_day_word,
        ),
        ("昨今明", r"(?P<day>[昨今明])(?:儿个?(?![子女童])|晚|夜|早|晨)", readers.read_day_word),
        ("后", r"(?P<day>(?<![以之今往然最])后)儿个?(?![子女童歌])", readers.read_day_word),
        ("琴寻听", r"(?P<day>[琴寻听])日", readers.read_day_word),
        (
            "上这本下",
            r"(?:(?P<earlier>上{1,6}一?)个?|(?P<this>这一?|本)个?|(?P<later>下{1,6}一?)个?)"
            r"(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末]?)(?![年期转围边])",
            readers.read_week,
        ),
    )
)

YEAR = re.compile(_YEAR)
BEGINNINGS = frozenset(_YEARS).union(*(one.begins for one in PATTERNS))
"""Every expression begins with one of these."""
