"""The measured rounds: one customer alone, then many at once, of both stacks in turn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle

from tests.bench.errand import SENTENCES, Bill, WrongAnswer
from tests.bench.figures import Times, rate
from tests.bench.stacks import Asked, Customer, Stack

TURNS_PER_CONVERSATION = 10
"""After so many questions a customer begins anew: conversations don't grow without end."""

LONGEST_PHASE_SECONDS = 180.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Phase:
    """What some customers did.

    Args:
        asked: every turn.
        seconds: how long all of it took, without opening conversations.
    """

    asked: list[Asked]
    seconds: float

    @property
    def times(self) -> Times:
        """How long a turn took."""
        return Times.of([one.seconds for one in self.asked])

    @property
    def rate(self) -> float:
        """Turns in a second."""
        return rate(len(self.asked), self.seconds)


@dataclass(frozen=True)
class Round:
    """One stack in one round."""

    alone: Phase
    together: Phase


async def common_sentences(stacks: list[Stack], say: Say) -> tuple[list[str], Bill]:
    """The sentences that both stacks answer with the very same bill; also the warm-up.

    Raises:
        WrongAnswer: there are too few of them, or the stacks name different bills.
    """
    kept, bills = list(SENTENCES), set()
    for stack in stacks:
        async with stack.customers(1) as (customer,):
            for sentence in SENTENCES:
                try:
                    bills.add((await customer.ask(sentence)).bill)
                except WrongAnswer as error:
                    say(f"{stack.title} does not answer “{sentence}”: {error}")
                    kept = [one for one in kept if one != sentence]
    if len(kept) < 3 or len(bills) != 1:
        raise WrongAnswer(f"the stacks share {len(kept)} sentences and name the bills {bills}")
    return kept, bills.pop()


async def one_round(
    stacks: Sequence[Stack], sentences: list[str], turns: int, clients: int
) -> dict[str, Round]:
    """Measure each stack once, the same thing of all of them before the next thing.

    What is compared lies seconds apart, so that another program's burst hits both or is a round
    that the median leaves out.

    Args:
        stacks: running and warm, in the order of this round.
        sentences: asked in turn.
        turns: of the customer who is alone.
        clients: how many speak at once then.

    Returns:
        By the stack's title.
    """
    lonely = {stack.title: await alone(stack, sentences, turns) for stack in stacks}
    crowded = {stack.title: await together(stack, sentences, clients) for stack in stacks}
    return {stack.title: Round(lonely[stack.title], crowded[stack.title]) for stack in stacks}


async def alone(stack: Stack, sentences: list[str], turns: int) -> Phase:
    """One customer after the other, each with `TURNS_PER_CONVERSATION` questions at most."""
    asked: list[Asked] = []
    seconds = 0.0
    while len(asked) < turns and seconds < LONGEST_PHASE_SECONDS:
        number = min(TURNS_PER_CONVERSATION, turns - len(asked))
        async with stack.customers(1) as (customer,):
            started = time.perf_counter()
            asked += await _talk(customer, _first(sentences, number, len(asked)))
            seconds += time.perf_counter() - started
    return Phase(asked, seconds)


async def together(
    stack: Stack, sentences: list[str], clients: int, turns: int = TURNS_PER_CONVERSATION
) -> Phase:
    """Many customers at once; each asks the next question when it has its answer.

    Args:
        stack: running and warm.
        sentences: asked in turn.
        clients: customers, each with its own conversation.
        turns: of each.
    """
    async with stack.customers(clients) as customers:
        started = time.perf_counter()
        talks = await asyncio.gather(
            *(
                _talk(customer, _first(sentences, turns, place))
                for place, customer in enumerate(customers)
            )
        )
        return Phase([one for talk in talks for one in talk], time.perf_counter() - started)


async def _talk(customer: Customer, sentences: Iterable[str]) -> list[Asked]:
    ends = time.perf_counter() + LONGEST_PHASE_SECONDS
    asked = []
    for sentence in sentences:
        asked.append(await customer.ask(sentence))
        if time.perf_counter() > ends:
            break
    return asked


def _first(sentences: list[str], number: int, start: int) -> list[str]:
    turning = cycle(sentences[start % len(sentences) :] + sentences[: start % len(sentences)])
    return [next(turning) for _ in range(number)]
