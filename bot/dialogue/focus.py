"""The focus: a small stack of frames that says what a conversation is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

Kind = Literal[
    "request", "form", "waiting", "offer", "question", "rule", "earlier", "account", "doubt", "told"
]


@dataclass(frozen=True)
class Life:
    """How long a frame is live without being touched.

    Args:
        turns: of the customer; None: however many.
        time: since it was touched; None: however long.
    """

    turns: int | None
    time: timedelta | None


LIVES: Mapping[str, Life] = {
    # a yes belongs to the question just before; its own words (登记, 提交) may come a little later
    "offer": Life(6, timedelta(minutes=30)),
    "question": Life(12, timedelta(hours=1)),
    "rule": Life(6, timedelta(hours=1)),
    # what was talked about before the newest question or rule: 回到违约金, 刚才那个电费
    "earlier": Life(12, timedelta(hours=1)),
    "doubt": Life(1, timedelta(minutes=30)),
    # the whole answer that was just said again in part: 第二条呢, 再短点
    "told": Life(1, timedelta(minutes=30)),
    "form": Life(None, timedelta(days=7)),
    # what waits for the proof of identity or for the choice of an account
    "waiting": Life(30, timedelta(hours=1)),
    "account": Life(None, None),
    "request": Life(None, timedelta(days=30)),
}
"""How long each kind of frame is live."""

MOST = 12
"""Frames on the stack; the oldest give way."""

MOST_EARLIER = 3
"""Questions and rules that a customer may go back to."""


@dataclass(frozen=True)
class Frame:
    """One thing that the conversation is about.

    Args:
        kind: what it is.
        topic: whose it is, as in `data/intents`; empty for none.
        about: what it knows: an entry's id, periods, a request's number; JSON.
        turn: the customer's turn that it began in or was touched in last.
        at: when that was.
    """

    kind: Kind
    topic: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    turn: int = 0
    at: datetime | None = None

    def live(self, turn: int, now: datetime) -> bool:
        """Whether it still counts."""
        life = LIVES[self.kind]
        if life.turns is not None and turn - self.turn > life.turns:
            return False
        return life.time is None or self.at is None or now - self.at <= life.time


@dataclass(frozen=True)
class Focus:
    """The stack, the newest frame last.

    Args:
        turn: the customer's turn, counted from 1.
        now: the moment of that turn.
        frames: all that are live.
    """

    turn: int
    now: datetime
    frames: tuple[Frame, ...] = ()

    @classmethod
    def of_slot(cls, value: object, now: datetime) -> Focus:
        """What a slot holds; anything else is an empty focus."""
        if not isinstance(value, Mapping):
            return cls(0, now)
        frames = tuple(_frames(value.get("frames")))
        return cls(int(value.get("turn") or 0), now, frames)

    def as_slot(self) -> dict[str, Any]:
        """For a slot: JSON."""
        return {
            "turn": self.turn,
            "frames": [
                {
                    "kind": one.kind,
                    "topic": one.topic,
                    "about": dict(one.about),
                    "turn": one.turn,
                    "at": one.at.isoformat() if one.at else None,
                }
                for one in self.frames
            ],
        }

    def next_turn(self) -> Focus:
        """The focus as the customer's next turn finds it: what has faded is gone."""
        turn = self.turn + 1
        return replace(
            self, turn=turn, frames=tuple(one for one in self.frames if one.live(turn, self.now))
        )

    def newest(self, *kinds: Kind) -> Frame | None:
        """The newest frame, or the newest of some kinds."""
        fitting = (one for one in reversed(self.frames) if not kinds or one.kind in kinds)
        return next(fitting, None)

    def since(self, frame: Frame) -> int:
        """Turns of the customer since a frame was touched: 1 for the turn right after it."""
        return self.turn - frame.turn

    def with_frame(self, kind: Kind, topic: str = "", **about: Any) -> Focus:
        """A frame on top; an older one of its kind gives way (requests and forms: of the same name)."""
        frame = Frame(kind, topic, about, self.turn, self.now)
        kept = [one for one in self.frames if not _same(one, frame)]
        if kind in ("question", "rule"):
            kept = [*self._earlier(frame), *(one for one in kept if one.kind != "earlier")]
        return replace(self, frames=(*kept, frame)[-MOST:])

    def _earlier(self, frame: Frame) -> list[Frame]:
        """What was talked about before a new question or rule, each once, the newest last."""
        left = [one for one in self.frames if one.kind == "earlier"]
        left += [replace(one, kind="earlier") for one in self.frames if _same(one, frame)]
        each = {_what(one): one for one in left if any(_what(one)) and _what(one) != _what(frame)}
        return list(each.values())[-MOST_EARLIER:]

    def without(self, *kinds: Kind) -> Focus:
        """All frames of some kinds taken off."""
        return replace(self, frames=tuple(one for one in self.frames if one.kind not in kinds))

    def without_frame(self, frame: Frame) -> Focus:
        """One frame taken off."""
        return replace(self, frames=tuple(one for one in self.frames if one is not frame))


def _same(one: Frame, other: Frame) -> bool:
    if one.kind != other.kind:
        return False
    if one.kind in ("request", "form"):
        return one.about.get("name") == other.about.get("name")
    return True


def _what(frame: Frame) -> tuple[str, str]:
    """What a question or a rule is about."""
    return str(frame.about.get("question") or ""), str(frame.about.get("entry") or "")


def _frames(listed: object) -> Iterator[Frame]:
    for one in listed if isinstance(listed, Sequence) else ():
        if not isinstance(one, Mapping) or str(one.get("kind")) not in LIVES:
            continue
        at = one.get("at")
        yield Frame(
            one["kind"],
            str(one.get("topic") or ""),
            dict(one.get("about") or {}),
            int(one.get("turn") or 0),
            datetime.fromisoformat(at) if at else None,
        )
