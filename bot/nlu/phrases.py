"""Words and places in a text by spaCy, and the addresses and buildings between them by rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.accounts.place_names import ROAD, Spelling
from bot.gazetteers import Word
from bot.nlu import addresses
from bot.nlu.found import Found, Taken, before
from bot.nlu.normalised import normalise

if TYPE_CHECKING:
    from spacy.tokens import Doc

# A building's parts, in which a space may stand between two characters. Where each may begin, its end is
# known: longer numbers than these aren't tried, so that the work doesn't grow with a run of digits.
_NUMBER = f"[{addresses.NUMERAL}](?: ?[{addresses.NUMERAL}]){{0,4}}"
_BLOCK = re.compile(f"(?:[A-Za-z] ?)?{_NUMBER} ?[幢栋座]|[A-Za-z] ?[幢栋座]|{_NUMBER} ?号 ?楼")
_UNIT = re.compile(f" ?{_NUMBER} ?单 ?元")
_ROOMS = tuple(
    re.compile(f" ?{one}")
    for one in (
        f"{_NUMBER} ?[室楼层]",
        f"{_NUMBER} ?[楼层] ?{_NUMBER} ?室",
        *(
            f"{digit}(?: ?{digit}){{{more}}}"
            for digit in ("[0-9]", "[一二三四五六七八九零〇]")
            for more in (2, 3)
        ),
    )
)
_ROOM_ALONE = re.compile("[0-9](?: ?[0-9]){2,3} ?室")
_SHORT = "[0-9](?: ?[0-9])? ?- ?"
_SHORT_FORMS = tuple(re.compile(f"{_SHORT}{_SHORT}[0-9](?: ?[0-9]){{{more}}}") for more in (2, 3))
_BUILDING_WORD = re.compile("[幢栋座元室楼]|[0-9] ?- ?[0-9]")
_BUILDING_BEGINS = re.compile(
    f"(?<![0-9一二三四五六七八九十百零〇A-Za-z.])(?=[{addresses.NUMERAL}A-Za-z])"
)

_BARE_HOUSE = re.compile(
    r"[0-9]{1,4}(?:-[0-9]{1,3})?(?:弄[0-9]{1,4})?(?:号|(?![0-9年月日点度元块千百万个分路kKvVwW.:%弄栋幢楼号]))(?![楼线杆变表机车站])"
)
# What follows makes a longer name of a short one: 望江路, 东塘小学.
_LONGER_NAME = re.compile(
    r"[东南西北中]?(?:路|街(?!道)|巷|弄|大道)|桥|公园|医院|卫生院|[小中大]学|学校|幼儿园|河|湖|江|山|水库|苑|花园|新村"
    r"|大厦|广场|宾馆|酒店|饭店|超市|市场|牌|门|线(?![上下])"
)
_IS_DAY = re.compile(r"-20[0-9]{2}$")
_COUNTED = re.compile(r"(?:[这那整每同有另几共]|前|后|好几|一共)$")
_HEAD_ALONE = re.compile(r"[一两二三四五六七八九十]+[幢栋座]")
_BUILDING_ELSE = re.compile(r"(?:楼|别墅|房|厂|桥|山|塔|大城|城)")
_ROOM_ELSE = re.compile(r"[0-9度元块千万百年月号.点个一二三四五六七八九十零:]|[kK][wW]")
_NUMBER_GOES_ON = re.compile("[-0-9年]|号(?!楼)")
_LANDMARK = re.compile("[桥山塔城]")


@dataclass(frozen=True)
class _Candidate:
    """A stretch that may be meant, and how it ranks among those of its length."""

    found: Found
    rank: int


class PhraseFinder:
    """Finds words, places, addresses and buildings; what it knows doesn't change.

    Args:
        words: of the gazetteers.
        places: ways to name the places of the utility's database.
    """

    def __init__(self, words: Sequence[Word], places: Iterable[Spelling] = ()) -> None:
        # Imported here: modules that only name this class start without spaCy.
        import spacy
        from spacy.matcher import PhraseMatcher

        self._nlp = spacy.blank("zh")  # by single characters
        self._meanings: list[Word | Spelling] = [*words, *places]
        # What an entity ruler is made of. The ruler itself counts all its patterns at each sentence,
        # which takes more than a millisecond with 20,000 of them.
        self._phrases = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        for number, one in enumerate(self._meanings):
            texts = one.spellings if isinstance(one, Word) else (one.text,)
            docs = [
                self._nlp.make_doc(normal) for each in texts if (normal := normalise(each).text)
            ]
            if docs:
                self._phrases.add(str(number), docs)
        self._roads = {
            normalise(one.text).text
            for one in self._meanings
            if isinstance(one, Spelling) and one.place.kind == ROAD
        }

    def find(self, text: str, stops: Collection[int] = ()) -> list[Found]:
        """All stretches, in order, without overlaps: the longest wins.

        Args:
            text: normalised.
            stops: where something else ends that no road's name goes over (昨晚|五一路15号).
        """
        if not text:
            return []
        doc = self._nlp.make_doc(text)
        candidates = [*self._named(text, doc), *self._built(text, stops)]
        candidates.sort(key=lambda one: (-one.found.length, one.rank, one.found.start))
        chosen: list[Found] = []
        taken = Taken(len(text))
        for one in candidates:
            if not taken.touches(one.found):
                taken.take(one.found)
                chosen.append(one.found)
        return sorted((one for one in chosen if one.entity != ROAD), key=lambda one: one.start)

    def _named(self, text: str, doc: Doc) -> Iterator[_Candidate]:
        strings = self._nlp.vocab.strings
        for key, first, last in self._phrases(doc):
            span = doc[first:last]
            start, end = span.start_char, span.end_char
            one = self._meanings[int(strings[key])]
            if isinstance(one, Word):
                if one.fits(text, start, end):
                    rank = 0 if one.only_before else 1
                    yield _Candidate(Found(one.entity, one.name, start, end), rank)
            elif one.place.kind == ROAD:
                house = _BARE_HOUSE.match(text, end)
                stop = house.end() if house else end
                kind = "address" if house else ROAD
                yield _Candidate(Found(kind, text[start:stop], start, stop), 0)
            elif not (one.short and _LONGER_NAME.match(text, end)):
                yield _Candidate(Found(one.place.kind, one.place.name, start, end), 2)

    def _built(self, text: str, stops: Collection[int]) -> Iterator[_Candidate]:
        for start, end in addresses.find(text, self._roads, stops):
            yield _Candidate(Found("address", text[start:end], start, end), 1)
        for start, end in _buildings(text):
            if _is_building(text, start, end):
                yield _Candidate(Found("building", text[start:end], start, end), 1)


def _buildings(text: str) -> Iterator[tuple[int, int]]:
    """What may be a building: block, unit and room, or some of them; all ends from each beginning."""
    if not _BUILDING_WORD.search(text):
        return
    for beginning in _BUILDING_BEGINS.finditer(text):
        start = beginning.start()
        blocks = _ends((_BLOCK,), text, start)
        units = [end for one in (start, *blocks) for end in _ends((_UNIT,), text, one)]
        rooms = [end for one in (*blocks, *units) for end in _ends(_ROOMS, text, one)]
        alone = _ends((_ROOM_ALONE, *_SHORT_FORMS), text, start)
        for end in (*blocks, *units, *rooms, *alone):
            yield start, end


def _ends(patterns: Iterable[re.Pattern[str]], text: str, start: int) -> list[int]:
    return [match.end() for one in patterns if (match := one.match(text, start)) is not None]


def _is_building(text: str, start: int, end: int) -> bool:
    ahead, stretch = before(text, start), text[start:end]
    if "-" in stretch:  # 3-2-501, not a part of 3-2-501-2 or a day
        return not (
            ahead.endswith("-") or _NUMBER_GOES_ON.match(text, end) or _IS_DAY.search(stretch)
        )
    if stretch[-1] not in "室楼层元幢栋座" and _ROOM_ELSE.match(text, end):
        return False
    if _HEAD_ALONE.fullmatch(stretch):
        # 一栋楼 and 这两幢 count, they don't name.
        return not (_COUNTED.search(ahead) or _BUILDING_ELSE.match(text, end))
    return not (stretch[-1] in "幢栋座" and _LANDMARK.match(text, end))
