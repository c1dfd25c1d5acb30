"""What somebody says while a danger is going on: read for this danger alone, without storage and without engine.

`read` says what a text means in a situation of `data/safety/conduct.yml`: worse news, a question of conduct, a place,
impatience, that it is over. What says none of it is vague (好, 现在呢) and gets the next step; only a plain errand
about something else (上个月电费多少) doesn't belong to the danger.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.safety.asked import NONE, load_asked
from bot.safety.conduct import UNKNOWN, Conduct, Situation
from bot.safety.phrases import Phrase, any_in
from bot.safety.places import place_in
from bot.safety.signals import recognise
from bot.safety.wording import normalised

MOST_QUESTIONS = 2
"""Of one message answered: a phone shows no more."""

_LEARNT = 0.2
"""So likely, what was learnt goes before the phrases of a question; on a blind author's 350 messages."""
_PHRASED = 8.0
"""How much likelier a question is whose phrases are there."""
_LEAST_LEARNT = 0.1
"""So likely it is enough for what asks and has no phrase."""
_SECOND = 0.25
"""A second question so likely is answered beside the first."""
_SURELY_LEARNT = 0.5
"""Asked so likely, though the words may also be a place."""

SAID_BY_STEPS = frozenset(
    (
        "rescue",
        "cpr",
        "touch_him",
        "hospital",
        "get_out",
        "hurt",
        "inside",
        "moved_off",
        "leave",
        "bigger",
        "still",
        "pull_away",
        "may_i",
        "care",
    )
)
"""Questions that the first words of a situation answer themselves."""

NOT_OVER = frozenset(("still", "remains", "bigger", "hurt", "numb"))
"""What says that the danger goes on, though the customer has just called it past."""

_TOLD_TOO = frozenset(
    (
        "bleeding",
        "burn",
        "numb",
        "battery",
        "oxygen",
        "locked_in",
        "no_answer",
        "phone_low",
        "not_allowed",
        "cut_off",
        "cannot_switch",
        "remains",
        "carry_out",
        "protection",
    )
)
"""Answered beside the first steps though nothing is asked: a statement that needs an answer of its own."""

_CATCH_ALL = "may_i"
"""Asks whether something may be done, whatever it is: answered where nothing more exact was heard."""

_HOME = re.compile(
    "(?:是|就是|对|就)?(?:的)?(?:,)?(?:就)?(?:在)?(?:我|俺|自己|我们)?家(?:里|里面)?(?:的)?"
)

_OUTDOORS = "fire_outside"
_FIRES = frozenset(("car_on_fire", _OUTDOORS, "fire_meter_box"))
_INDOOR = frozenset(("fire", "smoke"))
"""What is told of a fire indoors is wrong outdoors, and no news where a fire is known already."""
_ASKED = re.compile("[?？吗]|能|怎么|可以|要不要|行不行|是不是")

_ASKS_OUTRIGHT = re.compile(
    "[?？吗]|能不|怎么|咋|可以|要不要|行不|是不是|会不会|多久|多远|该|归谁|谁管|(?:我|去|拿).{0,12}(?:能|行)"
)

_CALMED = re.compile(
    "不(?:再)?(?:冒|烧|闪|打火|麻)|没(?:有)?(?:火|烟|明火|火花|火星)(?:了|$)|(?:火花|烟|味)(?:没了|没有了|散了)"
)
_ENGINE_RUNS = re.compile("熄火|车.{0,3}打着火")
"""A car whose engine runs burns no more than any other."""
_WHETHER = re.compile("了没(?!事)")

_NOT_ABOUT_STAFF = frozenset(("inside", "stop_cpr", "tell_others", "who_to_call", "nobody_hurt"))
"""Questions whose 人 isn't somebody of ours."""

_CORRECTED = re.compile(
    "[0-9零〇一二三四五六七八九幺]{5}|(?:电话|手机|号码|地址|位置|地方|门牌|楼号)(?!线)"
)
"""说错了，是15400001234 corrects a number, and takes no report back."""

_SAID_BY = {"rescue": "cpr", "looks_fine": "hospital"}
"""Questions that the answer to another one answers as well."""

End = Literal["over", "false_alarm", "withdraw", "sorry"]


@dataclass(frozen=True)
class Heard:
    """What a text means in a running danger.

    Args:
        worse: the situation that it has become, graver than before.
        also: another situation beside it, not graver.
        questions: names of questions, at most `MOST_QUESTIONS`.
        hurry: how long will you take, come quickly.
        end: the customer says that it is over, that there was no danger, takes the report back, or is
            sorry for the alarm.
        person: she wants to speak with a person.
        place: where it is.
        home: it is at her own place.
        elsewhere: a plain errand about something else; nothing of the above then.
    """

    worse: Situation | None = None
    also: Situation | None = None
    questions: tuple[str, ...] = ()
    hurry: bool = False
    end: End | None = None
    person: bool = False
    place: str | None = None
    home: bool = False
    elsewhere: bool = False

    @property
    def vague(self) -> bool:
        """Whether nothing of it can be answered but with the next step."""
        return not (
            self.worse
            or self.also
            or self.questions
            or self.hurry
            or self.end
            or self.person
            or self.place
            or self.home
            or self.elsewhere
        )


def beside_steps(text: str, questions: tuple[str, ...]) -> tuple[str, ...]:
    """Which questions of a first report are answered beside its steps.

    A report is told: a dog, a stick or a puddle in it asks nothing.

    Args:
        text: as typed.
        questions: as `read` found them.
    """
    asks = bool(_ASKS_OUTRIGHT.search(normalised(text)))
    open_ones = tuple(one for one in questions if one not in SAID_BY_STEPS)
    return tuple(one for one in open_ones if asks or one in _TOLD_TOO)[:1]


def read(
    text: str,
    situation: Situation,
    conduct: Conduct,
    *,
    place_asked: bool,
    reported: bool = False,
) -> Heard:
    """What a text means while a danger is going on.

    Args:
        text: as typed.
        situation: what is going on.
        conduct: what to say.
        place_asked: the place isn't known yet.
        reported: the text is the first report, which tells rather than asks.
    """
    plain = normalised(text)
    signal = recognise(text)
    danger = signal is not None and signal.kind == "danger"
    at_home = place_asked and not danger and any_in(conduct.home, plain)
    if not (danger or at_home) and any_in(conduct.elsewhere, plain):
        return Heard(elsewhere=True)
    found = _news(
        text, plain, signal.hazard if signal and danger else None, danger, situation, conduct
    )
    worse = found if found is not None and found.rank < situation.rank else None
    also = found if found is not None and worse is None else None
    questions = _questions(plain, conduct, worse or also, learnt=not reported)
    if place_asked and questions and _may_be_place(text, plain, conduct):
        questions = ()
    hurry = any_in(conduct.hurry, plain)
    settled = signal is not None and signal.kind == "person" and signal.hazard is not None
    end = None if found else _end(plain, conduct, danger, settled)
    if end is not None:
        questions = tuple(
            one for one in questions if one not in ("safe_now", "power_off", "called")
        )
    # “人呢”, “楼上有人没出来” speak of those who come, or of victims, not of the wish to talk.
    person = signal is not None and signal.kind == "person" and not signal.hazard
    person = person and not hurry and not _NOT_ABOUT_STAFF & set(questions)
    told = found or questions or hurry or end or person
    place = None if at_home else place_in(text, asked=place_asked and not told)
    if not (told or place or at_home) and any_in(_asking(conduct), plain):
        questions = (_CATCH_ALL,)
    at_home = at_home or bool(_HOME.fullmatch(plain.rstrip("。.!,")))
    home = place_asked and place is None and at_home
    return Heard(worse, also, questions, hurry, end, person, place, home)


def _may_be_place(text: str, plain: str, conduct: Conduct) -> bool:
    """Whether a text is rather the place that was asked for than a question."""
    if _by_phrases(plain, conduct) or place_in(text, asked=True) is None:
        return False
    return load_asked().chances(plain)[0][1] < _SURELY_LEARNT


def _asking(conduct: Conduct) -> tuple[Phrase, ...]:
    return next((one.asks for one in conduct.questions if one.name == _CATCH_ALL), ())


def _news(
    text: str,
    plain: str,
    hazard: str | None,
    danger: bool,
    situation: Situation,
    conduct: Conduct,
) -> Situation | None:
    """The gravest situation that the text tells of and that is not the one going on or before it."""
    for one in conduct.situations[: situation.rank]:
        reachable = not one.comes_from or situation.name in one.comes_from
        if one.worse and reachable and any_in(one.worse, plain):
            return one
    if not danger or _CALMED.search(plain) or _ENGINE_RUNS.search(plain):
        return None
    told = conduct.of_report(text, hazard)
    if told.name in (UNKNOWN, situation.name) or told.name in situation.comes_from:
        return None
    if told.name in _INDOOR:
        if situation.name in _FIRES:
            return None
        outdoors = conduct.named(_OUTDOORS)
        return outdoors if situation.name in outdoors.comes_from else told
    return told


def _questions(
    plain: str, conduct: Conduct, news: Situation | None, *, learnt: bool
) -> tuple[str, ...]:
    asked = _by_phrases(plain, conduct)
    if learnt:
        asked = _by_learning(plain, asked)
    if news is not None:
        return tuple([one for one in asked if one not in SAID_BY_STEPS][:1])
    asked = [one for one in asked if _SAID_BY.get(one) not in asked]
    return tuple(asked[:MOST_QUESTIONS])


def _by_phrases(plain: str, conduct: Conduct) -> list[str]:
    return [
        one.name for one in conduct.questions if one.name != _CATCH_ALL and any_in(one.asks, plain)
    ]


def _by_learning(plain: str, by_phrases: list[str]) -> list[str]:
    """What is asked as it was learnt, likelier where the phrases say it too; where that is unsure, as they say."""
    weighed = {
        name: chance * (_PHRASED if name in by_phrases else 1.0)
        for name, chance in load_asked().chances(plain)
    }
    whole = sum(weighed.values())
    (likeliest, chance), second, *_ = sorted(weighed.items(), key=lambda one: -one[1])
    least = _LEARNT if by_phrases or not _ASKS_OUTRIGHT.search(plain) else _LEAST_LEARNT
    if chance / whole < least:
        return by_phrases
    if likeliest == NONE:
        return []
    also = second[0] if second[1] / whole >= _SECOND and second[0] != NONE else None
    return [likeliest] if also is None else [likeliest, also]


def _end(plain: str, conduct: Conduct, danger: bool, settled: bool) -> End | None:
    if any_in(conduct.false_alarm, plain):
        return None if _CORRECTED.search(plain) else "false_alarm"
    if any_in(conduct.withdraw, plain):
        return "withdraw"
    if _WHETHER.search(plain):
        return None
    if (settled and not _ASKED.search(plain)) or (not danger and any_in(conduct.over, plain)):
        return "over"
    return None
