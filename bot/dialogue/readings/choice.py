"""“1”, “第一个”, “上面那个”, a title's words: what was offered is chosen."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.dialogue.calls import called_lately
from bot.dialogue.follow_ups.leaning import is_record
from bot.dialogue.reading import Button, Read, Reading, Situation, entity
from bot.dialogue.sentence import FALLBACK, Sentence, core_of
from bot.forms.kinds import says_no, says_yes
from bot.language.account_words import NICKNAMES, kind_named, place_in_list, points_at_account

_NUMERALS = {one: number for number, one in enumerate("一二三四五六七八九十", 1)} | {
    "两": 2,
    "俩": 2,
}
_BARE = re.compile(
    r"(?:我?选|就选?|要|点)?第?([0-9]{1,2}|[一二两三四五六七八九十])(?:个|项|条|号|户|吧|选项)*"
)
_ORDINAL = re.compile(
    r"(?:我?选|就选?|要|看|查|点|是)*第([0-9]|[一二两三四五六七八九十])(?:个|项|条|户)(?:吧|那个|的)?"
)
_PLACES = (
    (
        re.compile(
            "(?:最)?(?:上面|前面|上边|上头|头里|头一|最上面|最前面)(?:的|那|这)*(?:个|条|户|项)"
        ),
        0,
    ),
    (re.compile("(?:最)?(?:下面|后面|下边|底下|末|最后|后头)(?:的|那|这|一)*(?:个|条|户|项)"), -1),
)
_NONE = re.compile(
    "(?:都|全)?(?:不是|不对|没有)(?:这些|这几个|我要的|我想要的|我问的|上面的)|都不是|都不对|全不是|一个都不是|都没有|没有一个"
)
_LEAD = re.compile("^(?:我?(?:要|想|选|点|看|查|问)的?(?:是|看|查|问)?|就|那|是|选|查|看|办)+")
_POINTS = re.compile("(?:的|那|这|一|个|户|条|项|样|种)+$")
_DIGITS = re.compile(r"[0-9]{1,3}")
_KEYCAP = re.compile("[\ufe0f\u20e3.。()（）]")
"""What is left of 1️⃣, ⒈ and ⑴ beside the digit."""
_ENDING = re.compile(r"(?<![0-9])[0-9]{3,4}(?![0-9年元块度])")
_SHOWN_DIGITS = 3
"""So many of a 户号 stand on its button."""
_WHERE_ALL = re.compile(
    "(?:[两俩几]|都|各|每|分别).{0,6}(?:地址|地方|(?:在|是)(?:哪|啥地)|哪[里儿个]|小区)"
)
"""Asks for the places of all accounts that were listed."""
_ALSO = re.compile("也|呢$|[户家]|再|还")
"""Goes on from one of the list to another."""
_ANY = re.compile(
    "(?=.*(?:随便|行|可以|成|无所谓|任意|定|看着|挑|推荐|说|讲|一个|哪))(?:随便|都行|都可以|都成|哪个都(?:行|可以|成)|哪[一个种]+都(?:行|可以)|无所谓|任意|你定|你看着办|你挑|看着说|你推荐|一个|说|讲|吧|你|给我|就|啊|呀|哪个|那)+"
)
"""Whichever of them."""
_NEAR = 0.34
_LONGEST = 12
_PIECE = 3
"""So many digits are no place in a list."""


class ChoiceReading(Reading):
    """What the answer before offered, chosen by number, place or words."""

    NAME = "choice"

    def read(self, situation: Situation) -> Read | None:
        """Read a choice."""
        sentence = situation.sentence
        core = _KEYCAP.sub("", unicodedata.normalize("NFKC", sentence.core))
        if len(core) > _LONGEST or says_yes(core) or says_no(core) or self._wants_digits(situation):
            return None
        buttons = situation.buttons
        accounts = [one for one in buttons if one["payload"].startswith("/switch_account")]
        if accounts and _WHERE_ALL.search(core):
            return Read("query_accounts", "asks where all of the listed accounts are")
        if self._other_account(situation, core):
            return Read("switch_account", "another account by its place in the list")
        place = _place(core, len(buttons))
        if place is not None and buttons:
            # 最后一个, 下面那个: 都不是 stands below what can be chosen
            listed = [one for one in buttons if '"none"' not in one["payload"]] or buttons
            chosen = listed[-1] if place < 0 else buttons[place]
            return _chosen(chosen, "chosen by its place in the list")
        ending = _ending(core, buttons)
        if ending is not None:
            read = _chosen(ending, "chosen by its last digits")
            times = [one for one in sentence.entities if one.get("entity") == "period"]
            return replace(read, entities=[*(read.entities or ()), *times])
        if _DIGITS.fullmatch(core):
            if len(core) >= _PIECE and called_lately(situation):
                return None  # of a number to call
            return Read(FALLBACK, "a digit, and no list to choose from")
        if _NONE.fullmatch(core) and situation.focus.newest("doubt"):
            return Read("out_of_scope", "none of what was offered", [entity("offer", "none")])
        asked = situation.focus.newest("doubt") is not None
        if _ANY.fullmatch(core) and situation.form is None:
            return (
                self._any(situation)
                if not (asked and buttons)
                else _chosen(buttons[0], "any of them")
            )
        fitting = _titled(core, buttons, loosely=asked) or _account(core, buttons)
        if fitting is not None:
            return _chosen(fitting, "chosen by the words of its title")
        talked_of = situation.focus.newest("account") and situation.focus.newest("question")
        if talked_of and points_at_account(core):
            return Read("switch_account", "names another account and nothing else")
        if situation.form is None and _and_a_time(sentence):
            return self._at_a_time(situation)
        return None

    def _at_a_time(self, situation: Situation) -> Read:
        """车位那个 上月: the last question, or else the bill, of that account and time."""
        question = situation.focus.newest("question")
        if question is not None and is_record(question, situation):
            return Read("ask_other_period", "names an account and a time and nothing else")
        return Read("query_bill", "names an account and a time and nothing else", rule=0.0)

    def _other_account(self, situation: Situation, core: str) -> bool:
        """底下那个也报报: the account that stands there, of the list that one was chosen from."""
        account, question = (
            situation.focus.newest("account"),
            situation.focus.newest("question"),
        )
        if account is None or question is None or place_in_list(core) is None:
            return False
        lists_accounts = any(
            one["payload"].startswith("/switch_account") for one in situation.buttons
        )
        return not lists_accounts and bool(_ALSO.search(core))

    def _any(self, situation: Situation) -> Read | None:
        """Whichever, and nothing was offered: the rule that is nearest to what is talked about."""
        frame = situation.focus.newest("question", "rule")
        words = str(frame.about.get("text") or frame.about.get("subject") or "") if frame else ""
        if not words:
            return None
        near = situation.understand(words).knowledge
        if not near or near[0][1] < _NEAR:
            return None
        told = [entity("knowledge", near[0][0])]
        return Read("ask_knowledge", "whichever: the rule nearest to the subject", told, rule=1.0)

    def _wants_digits(self, situation: Situation) -> bool:
        waiting = situation.form
        if waiting is None or not any(one.isdigit() for one in situation.sentence.text):
            return False
        frame, form = waiting
        asked = form.field(frame.about.get("asked"))
        return asked is not None and asked.kind in ("reading", "amount", "code", "account_number")


def _and_a_time(sentence: Sentence) -> bool:
    """Whether a sentence says an account and a time and nothing else."""
    rest = sentence.without("period")
    return rest != sentence.text and kind_named(core_of(rest)) is not None


def _place(core: str, count: int) -> int | None:
    for pattern in (_ORDINAL, _BARE):
        found = pattern.fullmatch(core)
        if found:
            number = int(found[1]) if found[1].isdigit() else _NUMERALS[found[1]]
            return number - 1 if 1 <= number <= count else None
    for pattern, place in _PLACES:
        if pattern.search(core) and len(core) <= 8:
            return place if count else None
    return None


def _titled(core: str, buttons: Sequence[Button], *, loosely: bool) -> Button | None:
    bare = _LEAD.sub("", core) or core
    exact = [one for one in buttons if core_of(one["title"]) in (core, bare)]
    if exact:
        return exact[0]
    if not loosely or len(bare) < 2:
        return None
    words = _POINTS.sub("", bare) or bare
    inside = [
        one
        for one in buttons
        if len(words) >= 2 and (words in core_of(one["title"]) or core_of(one["title"]) in words)
    ]
    return inside[0] if len(inside) == 1 else None


def _account(core: str, buttons: Sequence[Button]) -> Button | None:
    """The account that is named by what it is for: 车库的."""
    kind = kind_named(core)
    if kind is None:
        return None
    listed = [one for one in buttons if one["payload"].startswith("/switch_account")]
    fitting = [one for one in listed if one["title"].startswith(NICKNAMES[kind])]
    return fitting[0] if len(fitting) == 1 else None


def _ending(core: str, buttons: Sequence[Button]) -> Button | None:
    """The listed account that ends in the digits that are said: 手抖 1034."""
    said = [one[-_SHOWN_DIGITS:] for one in _ENDING.findall(core)]
    listed = [one for one in buttons if one["payload"].startswith("/switch_account")]
    fitting = [one for one in listed if any(one["title"].endswith(digits) for digits in said)]
    return fitting[0] if len(fitting) == 1 else None


def _chosen(button: Button, why: str) -> Read:
    intent, entities = parsed(button["payload"])
    return Read(intent, why, entities)


def parsed(payload: str) -> tuple[str, list[dict[str, Any]]]:
    """Intent and entities of a payload like `/query_bill{"period": "…"}`."""
    name, brace, rest = payload.removeprefix("/").partition("{")
    values = json.loads(brace + rest) if brace else {}
    return name.strip(), [entity(key, value) for key, value in values.items()]
