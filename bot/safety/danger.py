"""Whether a message reports a danger: what its words speak of, and what a grammar reads in it.

The evidence of the words (`bot.safety.evidence`) is learnt, and finds most. The grammar reads a hazard that
is named and not denied, asked, supposed, warned of or taught; where it does, less evidence is enough. It
decides alone on what can't be learnt (Pinyin, English, a single word), and names the kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.safety.evidence import load_evidence
from bot.safety.hazards import (
    BARE,
    BARE_CRY,
    BARE_HAZARD,
    CRY,
    FIGURE,
    HAZARDS,
    NO_CRY,
    NO_FIGURE,
    OATH,
)

_LEARNT = load_evidence()

# Probabilities, chosen by cross-validation, see docs/engine.md.
_ENOUGH, _ENOUGH_IN_PART = 0.5, 0.97
_ENOUGH_IF_TAKEN_BACK = 0.9
_ENOUGH_IF_READ, _ENOUGH_IN_PART_IF_READ = 0.15, 0.4
_TOO_MUCH_TO_BE_OVER = 0.9

# What stands before the hazard and takes it back.
_DENIED = re.compile(
    "(?:没有|没|未|未曾|并非|无|不会|不是|不算|不存在|不至于|并不|不可能|不能|别|莫|没说|没讲)"
    "(?:得|人|谁|任何|发生|出现|什么|啥子?|闻到|看到|看见|有|再|说|真的|造成|引起|引发|电线|电|设备|家里|我家)*$"
)
_WARNED = re.compile(
    "(?:小心|当心|注意|谨防|防止|防范|预防|避免|以免|免得|省得|防(?!盗|水|护|雨|尘)|怕|害怕|担心|恐怕|生怕|杜绝|严禁|禁止|远离)"
    ".{0,6}$"
)
_SUPPOSED = re.compile(
    "如果|假如|要是|万一|假设|倘若|若是|一旦|假使|比如|例如|遇到|碰到.{0,6}时|会不会|是否|是不是|有没有|有无|"
    "会否|能不能|可不可能|可能不可能|不知道?是|怀疑|该不会|有可能|梦见|梦到"
)
_MAY = re.compile("会|可能|容易|能|可以|存在|有")

# What stands behind it and makes a question of it; 怎么 asks how, not whether.
_ASKED = re.compile(r"吗|(?<![怎什多那这])么|嘛\s*[？?]|不会吧|没有?[？?]?$|[？?]$")
_ONLY_ASKED = frozenset(("吗", "了吗", "么", "了么", "没有", "了没有", "了没"))
_TELLS = re.compile("知道|晓得|没看见|没看到|看见|看到|发现")  # 你们知道电线掉了吗 is no question
_REPROACH = re.compile(
    "没人管|不管|没人来|没人修|才来|不来|还不|怎么还|快来|赶快|赶紧|快点|(?<!急)救"
)

# Topics of talk about hazards.
_PREVENTION = re.compile(
    "(?:怎么|如何|怎样|咋|怎么样|应该怎么)(?:才能|可以|能|去)?"
    "(?:预防|防止|防范|防|避免|检查|检测|判断|排查|查|发现|测|知道|看出|识别)"
)
_TAUGHT = re.compile(
    "知识|常识|科普|宣传|讲座|培训|演练|演习|手册|视频|资料|原理|定义|什么是|是什么意思|什么叫|啥意思|标准|规定|"
    "法规|赔偿|理赔|索赔|赔付|责任|保险|案例|新闻|电影|电视剧|小说|作文|海报|考试|标识|标志|警示|牌子|游戏|"
    "歌|保护器|保安器|预案|措施|报警器|探测器|险种|概率|几率|论文|系统|检测仪|测试仪"
)
_FIRST_AID = re.compile("触电.{0,6}急救(?!车|室|中心|员|箱)")
_VICTIM = re.compile(
    "[我他她]|有人|有个|同事|工友|工人|师傅|老[公婆伴]|孩子|邻居|爷爷|奶奶|了|正|刚|快|马上"
)
_FICTION = re.compile(
    "电影|电视剧|电视里|小说|剧本|小品|动画片|抖音|做梦|梦[见到里]|考试题|考题|选择题|抢答|"
    "演练|演习|游戏里|作文|科幻"
)
_NO_FICTION = re.compile(
    "不是(?:.{0,3})(?:电影|电视|小说|做梦|演练|演习|游戏|考试)|没(?:在)?做梦|真的着|真的有"
)
_EVENT = re.compile(
    "有人|有个|有一|正在|正|现在|刚才|刚刚|快来|救命|还在|一直|倒在|倒地|昏|晕|不动|没呼吸|孩子|小孩|我家|"
    "我们家|我妈|我爸|我老|邻居|隔壁|楼下|楼上|门口|快点|赶紧|马上|又"
)

# Long ago, or over.
_LONG_AGO = re.compile(
    "去年|前年|小时候|以前|曾经|当年|[0-9一二三四五六七八九十几]+年前|上次|上个月|那年|过去"
)
_STILL = re.compile("现在|还在|还没|到现在|至今|一直|仍|又|今天|刚才|刚刚|正在|没人管|没人来")
_NOT_YET = "[^没未不]{0,4}(?<![没未不])(?<!没有)"
_OVER = re.compile(
    f"(?:火|火势|明火){_NOT_YET}(?:灭|扑灭|熄|控制住)|"
    f"(?:已经|已|现在|后来|都|早就|刚才|刚刚){_NOT_YET}"
    "(?:灭了|灭掉|扑灭|熄了|熄灭|不冒|不着|不漏|修好|处理好|处理完|解决|弄好|接好|没事了|安全了)|"
    "不冒烟了|不冒火了|不漏电了|不着火了|烟没了|没事了"
)
_FIRE_OUT = re.compile(
    "(?:火|火势|明火)(?:已经|已|都|现在|刚刚|刚才){0,3}(?:被.{0,4}?)?(?:已经|已|都|现在|刚刚|刚才){0,3}"
    "(?:灭了|扑灭|熄灭|熄了|灭掉)(?!吗|没|又)"
)
_AGAIN = re.compile("又(?:着|冒|起|开始|烧|漏|断|掉)|复燃|还(?:在|有|是)(?:冒|烧|漏|着|烟|火)")
_LASTING = frozenset(("electric_shock",))  # who was hit needs help when the current is off, too


@dataclass(frozen=True)
class Danger:
    """A danger in a message.

    Args:
        hazard: its kind as in `Signal.hazard`.
        over: the customer says that it is over.
    """

    hazard: str | None
    over: bool = False


@dataclass(frozen=True)
class _Reading:
    """What the grammar reads.

    Args:
        danger: that is reported.
        certain: no evidence is needed.
    """

    danger: Danger
    certain: bool = False


def find_danger(plain: str, parts: list[str]) -> Danger | None:
    """The gravest danger that a message reports, or None.

    Args:
        plain: the normalised text, see `bot.safety.wording`.
        parts: its clauses.
    """
    said = [part for part in parts if not _is_figure(part)]
    if len(said) < len(parts):
        plain, parts = "，".join(said), said
    reading = _read(parts)
    if reading is not None and reading.certain:
        return reading.danger
    whole, part = _LEARNT.of(plain), _LEARNT.of_parts(plain)
    if reading is not None:
        danger = reading.danger
        if danger.over and whole < _TOO_MUCH_TO_BE_OVER:
            return danger
        if whole >= _ENOUGH_IF_READ or part >= _ENOUGH_IN_PART_IF_READ:
            return Danger(danger.hazard)
    if whole >= _ENOUGH_IF_TAKEN_BACK or part >= _ENOUGH_IN_PART:
        return Danger(_named(parts))
    # A hazard that the grammar finds, and finds denied, asked, supposed …, takes more than this to be one.
    if whole >= _ENOUGH and not _is_named(parts):
        return Danger(None)
    return None


def _read(parts: list[str]) -> _Reading | None:
    whole = "，".join(parts)
    told = _FICTION.search(whole) and not _NO_FICTION.search(whole)
    found = [] if told else [one for part in parts for one in _reported(part)]
    if not found:
        if parts and all(BARE_CRY.fullmatch(part) for part in parts):
            return _Reading(Danger(None), certain=True)
        if CRY.search(whole) and not NO_CRY.search(whole):
            return _Reading(Danger(None))
        out = any(_FIRE_OUT.search(part) for part in parts)
        return _Reading(Danger("fire", over=True)) if out else None
    reported = {hazard for hazard, _ in found}
    hazard = next(name for name, _ in HAZARDS if name in reported)
    over = any(_OVER.search(part) and not _ASKED.search(part) for part in parts)
    over = over and not _AGAIN.search(whole) and hazard not in _LASTING
    alone = any(BARE.fullmatch(part) for part in parts)
    # Latin letters: Pinyin and English are too rare to be learnt.
    certain = alone or any(words.isascii() for _, words in found)
    return _Reading(Danger(hazard, over), certain)


def _named(parts: list[str]) -> str | None:
    """The gravest hazard that is named and not denied, in whatever sense."""
    for hazard, pattern in HAZARDS:
        for part in parts:
            if any(not _DENIED.search(part[: one.start()]) for one in pattern.finditer(part)):
                return hazard
    return None


def _is_named(parts: list[str]) -> bool:
    return any(pattern.search(part) for part in parts for _, pattern in HAZARDS)


def _is_figure(clause: str) -> bool:
    if OATH.fullmatch(clause):
        return True
    return bool(FIGURE.search(clause)) and not NO_FIGURE.search(clause)


def _reported(clause: str) -> list[tuple[str, str]]:
    """The hazards that a clause reports, each with the words for it."""
    if _LONG_AGO.search(clause) and not _STILL.search(clause):
        return []
    bare = BARE.fullmatch(clause)
    if bare:
        return [(BARE_HAZARD[bare["word"]], clause)]
    return [
        (hazard, found[0])
        for hazard, pattern in HAZARDS
        for found in pattern.finditer(clause)
        if _happens(clause, found)
    ]


def _happens(clause: str, found: re.Match[str]) -> bool:
    """Whether the clause reports the hazard found in it as real and present."""
    before, behind = clause[: found.start()], clause[found.end() :]
    asked = bool(_ASKED.search(behind)) and not _TELLS.search(before)
    if _SUPPOSED.search(before) and not _REPROACH.search(behind):
        return False
    if _DENIED.search(before) and not (asked and "不是" in before):  # 不是着火了吗 insists
        return False
    if _WARNED.search(before):
        return False
    if asked and (_MAY.search(before[-8:]) or behind.strip("？?") in _ONLY_ASKED):
        return False
    if _PREVENTION.search(clause) and not _EVENT.search(before):
        return False
    if _FIRST_AID.search(clause) and not _VICTIM.search(clause):
        return False
    real = behind.startswith("了") or found[0].endswith("了") or _EVENT.search(clause)
    return bool(real) or not _TAUGHT.search(clause)
