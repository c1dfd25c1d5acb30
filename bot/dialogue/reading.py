"""What a reading is given and what it gives back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from bot.dialogue.focus import Focus, Frame
from bot.dialogue.sentence import Sentence
from bot.forms import Form
from bot.intents import Intent
from bot.knowledge import Entry
from bot.knowledge.words import EntryWords

Button = Mapping[str, str]
"""`{title, payload}`."""

Understand = Callable[[str], Sentence]
"""Understands another text, such as a short question with the words that it left out."""


@dataclass(frozen=True)
class Situation:
    """A message with all that it can be read in the light of.

    Args:
        sentence: the message alone.
        focus: what the conversation is about.
        understand: the pipeline, for other wordings; each call costs a parse.
        intents: the catalogue.
        forms: all forms by name.
        entries: of the knowledge, by id.
        words: of these entries.
        active: the form that Rasa runs, by its name there.
        buttons: that the answer before offered, in their order.
        said: whether there was an answer before.
        failed: whether the message before wasn't understood.
        wish: whether the message was split off another one.
    """

    sentence: Sentence
    focus: Focus
    understand: Understand
    intents: Mapping[str, Intent]
    forms: Mapping[str, Form] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    words: EntryWords = field(default_factory=lambda: EntryWords({}))
    active: str | None = None
    buttons: Sequence[Button] = ()
    said: bool = False
    failed: bool = False
    wish: bool = False

    def is_record(self, intent: str | None) -> bool:
        """Whether an intent is a question that one's own records answer."""
        known = self.intents.get(intent or "")
        return known is not None and known.record

    @property
    def form(self) -> tuple[Frame, Form] | None:
        """The form that waits for an answer, with its frame; None: none, or it was put aside."""
        for frame, form in self._forms():
            if form.loop == self.active and not frame.about.get("paused"):
                return frame, form
        return None

    @property
    def paused(self) -> tuple[Frame, Form] | None:
        """The newest form that was put aside, by a pause or by the end of a session."""
        for frame, form in self._forms():
            if form.loop != self.active or frame.about.get("paused"):
                return frame, form
        return None

    def _forms(self) -> Iterator[tuple[Frame, Form]]:
        for frame in reversed(self.focus.frames):
            form = self.forms.get(str(frame.about.get("name"))) if frame.kind == "form" else None
            if form is not None:
                yield frame, form


@dataclass(frozen=True)
class Read:
    """How a message is read.

    Args:
        intent: which rule answers it.
        why: the reason, for the log and the staff; no personal data.
        entities: what it says, in Rasa's form; replaces the sentence's own.
        facts: what it gives to the form, by field.
        knowledge: replaces the sentence's own where another wording was understood.
        confidence: of the intent.
        rule: replaces the sentence's own.
        words: the wording that was understood in place of the typed one.
        reading: the name of the reading; filled by the reader.
    """

    intent: str
    why: str
    entities: Sequence[Mapping[str, Any]] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    knowledge: Sequence[tuple[str, float]] | None = None
    confidence: float = 1.0
    rule: float | None = None
    words: str | None = None
    reading: str = ""

    @classmethod
    def understood(cls, sentence: Sentence, why: str, words: str) -> Read:
        """A message that is read as another wording is understood.

        Args:
            sentence: the other wording, understood.
            why: the reason.
            words: the other wording.
        """
        return cls(
            sentence.intent,
            why,
            sentence.entities,
            knowledge=sentence.knowledge,
            confidence=sentence.sure,
            rule=sentence.rule,
            words=words,
        )

    def named(self, reading: str) -> Read:
        """The same with the reading's name."""
        return replace(self, reading=reading)


class Reading(ABC):
    """One way to read a message in the light of the focus."""

    NAME: ClassVar[str]
    """For the log."""

    @abstractmethod
    def read(self, situation: Situation) -> Read | None:
        """The message read this way; None: it isn't meant this way."""


def entity(name: str, value: Any) -> dict[str, Any]:
    """An entity in Rasa's form that no place of the text says."""
    return {"entity": name, "value": value}
