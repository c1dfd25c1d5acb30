"""The benchmark's result: one table for people, one JSON object for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.baseline_model import DEFAULT_EPOCHS, BaselineModel
from tests.bench.breakdown import Parts
from tests.bench.errand import Bill
from tests.bench.figures import Spread, Times, ratios
from tests.bench.markdown import drawn, mb, ms, verdict
from tests.bench.rounds import Round

MOST_TIME = 0.5
"""Wanted: a turn takes at most this share of the baseline's time."""

LEAST_RATE = 2.5
"""Wanted: at least so many times the baseline's turns in a second."""

Rows = list[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Measured:
    """Everything that one run has found.

    Args:
        date: of the run, ISO.
        commit: of the code; with “+” when files differ from it.
        machine: see `tests.bench.machine`.
        baseline: the model of the baseline.
        bill: what both stacks answered.
        sentences: what was asked.
        clients: how many spoke at once.
        ours: our rounds.
        theirs: the baseline's, of the same rounds.
        memory: resident bytes by stack and process.
        parts: where a turn's time goes, by stack; empty where it wasn't measured.
    """

    date: str
    commit: str
    machine: dict[str, str]
    baseline: BaselineModel
    bill: Bill
    sentences: list[str]
    clients: int
    ours: list[Round]
    theirs: list[Round]
    memory: dict[str, dict[str, int]]
    parts: dict[str, Parts]

    def time_ratio(self) -> Spread:
        """Ours over theirs: the median time of a turn, one at a time."""
        return ratios(
            [one.alone.times.median for one in self.ours],
            [one.alone.times.median for one in self.theirs],
        )

    def p95_ratio(self) -> Spread:
        """Ours over theirs: the 95th percentile of a turn's time, one at a time."""
        return ratios(
            [one.alone.times.p95 for one in self.ours],
            [one.alone.times.p95 for one in self.theirs],
        )

    def rate_ratio(self, *, together: bool) -> Spread:
        """Ours over theirs: turns in a second, of one customer or of many."""
        return ratios(rates(self.ours, together), rates(self.theirs, together))


def rates(rounds: list[Round], together: bool) -> list[float]:
    """Turns in a second, round by round."""
    return [(one.together if together else one.alone).rate for one in rounds]


def pooled(rounds: list[Round], *, together: bool = False) -> Times:
    """The times of all turns of all rounds."""
    phases = [one.together if together else one.alone for one in rounds]
    return Times.of([one.seconds for phase in phases for one in phase.asked])


def table(measured: Measured) -> str:
    """The whole result as text, in Markdown."""
    return "\n\n".join(
        [
            _head(measured),
            drawn(("", "Mingdeng", "Rasa default", "ratio"), _rows(measured)),
            *([drawn(*_part_rows(measured))] if measured.parts else []),
            "\n".join(_verdicts(measured)),
        ]
    )


def as_json(measured: Measured) -> dict[str, Any]:
    """The whole result with every turn's time."""
    found = asdict(measured)
    found["baseline"]["path"] = measured.baseline.path.name
    found["ratios"] = {
        "median time": asdict(measured.time_ratio()),
        "p95 time": asdict(measured.p95_ratio()),
        "turns a second, 1 client": asdict(measured.rate_ratio(together=False)),
        f"turns a second, {measured.clients} clients": asdict(measured.rate_ratio(together=True)),
    }
    return found


def _head(measured: Measured) -> str:
    machine, model = measured.machine, measured.baseline
    origin = "from the cache, trained by an earlier run" if model.from_cache else "trained now"
    epochs = "" if model.epochs == DEFAULT_EPOCHS else f" (Rasa's default is {DEFAULT_EPOCHS})"
    return (
        f"{measured.date}, commit {measured.commit}. {machine['processor']}, "
        f"{machine['cores']} cores, {machine['memory']}, {machine['system']}.\n"
        f"Errand: {len(measured.sentences)} wordings of “上个月电费多少”, answered with the bill "
        f"of {measured.bill.month} over {measured.bill.amount} yuan by both.\n"
        f"{len(measured.ours)} rounds of each in turn; ratio: ours to the baseline's of the same "
        "round, as median (lowest to highest).\n"
        f"Baseline's model: {model.epochs} epochs{epochs}, {origin}, "
        f"{model.training_seconds:.0f} s of training, {model.size_bytes / 1e6:.0f} MB."
    )


def _rows(measured: Measured) -> Rows:
    ours, theirs = pooled(measured.ours), pooled(measured.theirs)
    our_crowd, their_crowd = (
        pooled(rounds, together=True) for rounds in (measured.ours, measured.theirs)
    )
    clients = f"{measured.clients} clients"
    accepted = [
        one.accepted_seconds
        for each in measured.ours
        for one in each.alone.asked
        if one.accepted_seconds is not None
    ]
    rows = [
        ("turns measured, 1 client", str(ours.count), str(theirs.count), ""),
        ("time of a turn, median", ms(ours.median), ms(theirs.median), _x(measured.time_ratio())),
        ("time of a turn, p95", ms(ours.p95), ms(theirs.p95), _x(measured.p95_ratio())),
        ("of it until stored and acknowledged, median", ms(Times.of(accepted).median), "—", ""),
        _rate_row("turns a second, 1 client", measured, together=False),
        _rate_row(f"turns a second, {clients}", measured, together=True),
        (f"time of a turn, median, {clients}", ms(our_crowd.median), ms(their_crowd.median), ""),
        (f"time of a turn, p95, {clients}", ms(our_crowd.p95), ms(their_crowd.p95), ""),
    ]
    return rows + _memory_rows(measured.memory)


def _rate_row(name: str, measured: Measured, *, together: bool) -> tuple[str, str, str, str]:
    ours, theirs = (
        Spread.of(rates(rounds, together)).middle for rounds in (measured.ours, measured.theirs)
    )
    ratio = _x(measured.rate_ratio(together=together))
    return name, f"{ours:.1f}", f"{theirs:.1f}", ratio


def _memory_rows(memory: dict[str, dict[str, int]]) -> Rows:
    ours, theirs = memory.values()
    rows = [
        (f"resident memory, {process}", mb(ours.get(process)), mb(theirs.get(process)), "")
        for process in dict.fromkeys([*ours, *theirs])
    ]
    our_sum, their_sum = sum(ours.values()), sum(theirs.values())
    ratio = f"{our_sum / their_sum:.2f}×"
    return [*rows, ("resident memory, all", mb(our_sum), mb(their_sum), ratio)]


def _part_rows(measured: Measured) -> tuple[tuple[str, str, str, str], Rows]:
    ours, theirs = measured.parts.values()
    names = [*(one for one in ours if one not in ("rest", "whole")), "rest", "whole"]
    rows = []
    for name in names:
        share = f"{ours[name] / ours['whole']:.0%}"
        rows.append((name, ms(ours[name]), ms(theirs.get(name)), share))
    return ("where the time goes, mean of a turn", "Mingdeng", "Rasa default", "of ours"), rows


def _verdicts(measured: Measured) -> list[str]:
    time, alone = measured.time_ratio().middle, measured.rate_ratio(together=False).middle
    crowd = measured.rate_ratio(together=True).middle
    return [
        verdict(
            f"a turn in at most {MOST_TIME:g} of the baseline's time",
            time <= MOST_TIME,
            f"{time:.2f}",
        ),
        verdict(
            f"{LEAST_RATE:g} times its turns a second with 1 client",
            alone >= LEAST_RATE,
            f"{alone:.2f}",
        ),
        verdict(
            f"{LEAST_RATE:g} times its turns a second with {measured.clients} clients",
            crowd >= LEAST_RATE,
            f"{crowd:.2f}",
        ),
    ]


def _x(spread: Spread) -> str:
    return f"{spread.middle:.2f}× ({spread.lowest:.2f} to {spread.highest:.2f})"
