"""What to say and to answer in a danger: the situations of `data/safety/conduct.yml`.

Pure data with its look-ups: which situation a report describes, and what is told there. Who speaks is the gateway.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.datafiles import DataFile, load_data_file
from bot.safety.hazards import HAZARDS
from bot.safety.phrases import Phrase, any_in, read_phrase
from bot.safety.wording import normalised
from bot.settings import ROOT

FILE = ROOT / "data" / "safety" / "conduct.yml"
_SCHEMA = Path(__file__).with_name("conduct.schema.json")
UNKNOWN = "unknown"
"""The situation of a danger of which nothing more is known."""


@dataclass(frozen=True)
class Situation:
    """One situation; the texts may hold `{hotline}`.

    Args:
        name: in code and in the stored answers.
        title: what customers and staff read.
        rank: 0 for the gravest.
        hazards: kinds of `Signal.hazard` that mean it where no words say more.
        words: how a first report says it.
        worse: how it is said within a running danger.
        comes_from: the situations that `worse` may lead from; empty for all.
        steps: what is said at once, the first thing first.
        next: what is told step by step afterwards.
        answers: by question, where they differ from the usual one.
        phones: whom to call, in this order: hotline, emergency, fire.
        over: what is said when the customer says that it is over.
        ends: when it really is.
        source: where all this comes from.
    """

    name: str
    title: str
    rank: int
    hazards: tuple[str, ...]
    words: tuple[Phrase, ...]
    worse: tuple[Phrase, ...]
    comes_from: tuple[str, ...]
    steps: tuple[str, ...]
    next: tuple[str, ...]
    answers: Mapping[str, str]
    phones: tuple[str, ...]
    over: str
    ends: str
    source: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What people ask in a danger.

    Args:
        name: in code and in `answers`.
        asks: how it is said.
        answer: where a situation has none of its own.
    """

    name: str
    asks: tuple[Phrase, ...]
    answer: str


@dataclass(frozen=True)
class Together:
    """A danger that two messages tell, none of them alone: 家里有制氧机 and 停电了.

    Args:
        hazard: as in `Signal.hazard`.
        before: what was said a moment ago.
        now: what is said.
    """

    hazard: str
    before: tuple[Phrase, ...]
    now: tuple[Phrase, ...]


@dataclass(frozen=True)
class Conduct:
    """The whole file.

    Args:
        situations: the gravest first.
        questions: in the order in which they are tried.
        hurry: “how long will you take”.
        over: the customer says that the danger is past.
        false_alarm: that there was none.
        withdraw: the report is taken back, whatever the reason.
        sorry: an apology for it.
        together: dangers that two messages tell.
        elsewhere: errands that can't be about the danger.
        home: it is at the address that we know of her.
    """

    situations: tuple[Situation, ...]
    questions: tuple[Question, ...]
    hurry: tuple[Phrase, ...]
    over: tuple[Phrase, ...]
    false_alarm: tuple[Phrase, ...]
    withdraw: tuple[Phrase, ...]
    sorry: tuple[Phrase, ...]
    together: tuple[Together, ...]
    elsewhere: tuple[Phrase, ...]
    home: tuple[Phrase, ...]

    def named(self, name: str) -> Situation:
        """The situation of that name; of an unknown one the general situation."""
        fallback = self.situations[-1]
        return next((one for one in self.situations if one.name == name), fallback)

    def of_report(self, text: str, hazard: str | None) -> Situation:
        """The situation that a report describes.

        Args:
            text: as typed.
            hazard: what `recognise` found.
        """
        plain = normalised(text)
        for one in self.situations:
            if any_in(one.words, plain):
                return one
        for one in self.situations:
            if hazard is not None and hazard in one.hazards:
                return one
        return self.named(UNKNOWN)

    def may_follow(self, text: str) -> bool:
        """Whether a text may tell a danger together with what was said before it."""
        plain = normalised(text)
        return any(any_in(one.now, plain) for one in self.together)

    def of_two(self, before: Iterable[str], text: str) -> str | None:
        """The hazard that a text tells together with one said before it, or None.

        Args:
            before: what the customer said a moment ago.
            text: what she says now, as typed.
        """
        plain, earlier = normalised(text), [normalised(one) for one in before]
        for one in self.together:
            if any_in(one.now, plain) and any(any_in(one.before, said) for said in earlier):
                return one.hazard
        return None

    def answer(self, question: str, situation: Situation) -> str:
        """What is answered to a question in a situation."""
        usual = {one.name: one.answer for one in self.questions}
        return situation.answers.get(question) or usual[question]


@cache
def load_conduct(path: Path = FILE) -> Conduct:
    """Read the file.

    Raises:
        DataFileError: it is missing or wrong; the text names line and field.
    """
    file = load_data_file(path, _SCHEMA)
    content = file.content
    sources = [one["name"] for one in content["sources"]]
    questions = tuple(
        Question(
            name=one["name"],
            asks=_phrases(file, ("questions", at, "asks")),
            answer=one["answer"],
        )
        for at, one in enumerate(content["questions"])
    )
    _each_once(file, "questions")
    _each_once(file, "situations")
    names = [one["name"] for one in content["situations"]]
    kinds = [name for name, _ in HAZARDS]
    for at, one in enumerate(content["together"]):
        if one["hazard"] not in kinds:
            raise file.error(
                ("together", at, "hazard"), f"is {one['hazard']!r}; there are {', '.join(kinds)}."
            )
    if names[-1] != UNKNOWN:
        last = ("situations", len(names) - 1, "name")
        raise file.error(last, f"is {names[-1]!r}; the last situation has to be {UNKNOWN!r}.")
    asked = [one.name for one in questions]
    for at, one in enumerate(content["situations"]):
        _known(file, ("situations", at, "source"), one["source"], sources)
        _known(file, ("situations", at, "from"), one.get("from", ()), names)
        _known(file, ("situations", at, "hazards"), one.get("hazards", ()), kinds)
        for question in one.get("answers", {}):
            if question not in asked:
                where = ("situations", at, "answers", question)
                raise file.error(where, f"answers no question; there are {', '.join(asked)}.")
    return Conduct(
        situations=tuple(_situation(file, at) for at in range(len(names))),
        questions=questions,
        hurry=_phrases(file, ("hurry",)),
        over=_phrases(file, ("over",)),
        false_alarm=_phrases(file, ("false_alarm",)),
        withdraw=_phrases(file, ("withdraw",)),
        sorry=_phrases(file, ("sorry",)),
        together=tuple(
            Together(
                hazard=one["hazard"],
                before=_phrases(file, ("together", at, "before")),
                now=_phrases(file, ("together", at, "now")),
            )
            for at, one in enumerate(content["together"])
        ),
        elsewhere=_phrases(file, ("elsewhere",)),
        home=_phrases(file, ("home",)),
    )


def _situation(file: DataFile, at: int) -> Situation:
    one = file.content["situations"][at]
    where = ("situations", at)
    return Situation(
        name=one["name"],
        title=one["title"],
        rank=at,
        hazards=tuple(one.get("hazards", ())),
        words=_phrases(file, (*where, "words")) if "words" in one else (),
        worse=_phrases(file, (*where, "worse")) if "worse" in one else (),
        comes_from=tuple(one.get("from", ())),
        steps=tuple(one["steps"]),
        next=tuple(one["next"]),
        answers=dict(one.get("answers", {})),
        phones=tuple(one["phones"]),
        over=one["over"],
        ends=one["ends"],
        source=tuple(one["source"]),
    )


def _phrases(file: DataFile, where: tuple[str | int, ...]) -> tuple[Phrase, ...]:
    found = []
    for at, written in enumerate(file.at(where)):
        try:
            found.append(read_phrase(written))
        except ValueError as error:
            raise file.error((*where, at), f"{error}.") from None
    return tuple(found)


def _each_once(file: DataFile, key: str) -> None:
    seen: set[str] = set()
    for at, one in enumerate(file.content[key]):
        if one["name"] in seen:
            raise file.error((key, at, "name"), f"{one['name']!r} is there twice.")
        seen.add(one["name"])


def _known(file: DataFile, where: tuple[str | int, ...], used: list[str], known: list[str]) -> None:
    for at, name in enumerate(used):
        if name not in known:
            raise file.error((*where, at), f"is {name!r}; there are {', '.join(known)}.")
