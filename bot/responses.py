"""Sentences to customers outside Rasa: the responses of `data/responses/*.yml`, rendered.

The same files are merged into Rasa's domain; here the gateway and the services read them for what
is said while the engine is asleep or dead.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.settings import ROOT

FOLDER = ROOT / "data" / "responses"
_PLACE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


class ResponsesError(Exception):
    """A response file is wrong, or a response can't be rendered; the text says which and why."""


@dataclass(frozen=True)
class Rendered:
    """A response made ready for a channel.

    Args:
        name: the response's name, `utter_…`.
        text: the sentence with its facts filled in; empty for one that is only a card or an image.
        buttons: `{title, payload}` each.
        custom: the card, if the response itself carries one.
        image: an address of an image.
    """

    name: str
    text: str
    buttons: tuple[dict[str, str], ...] = ()
    custom: dict[str, Any] | None = None
    image: str | None = None


class Responses:
    """All responses by name.

    Args:
        variations: for each name its variations in Rasa's format.
        files: for each name the file that it stands in, for messages.
        seed: which variation is taken: None takes the first one that fits, a number chooses one by
            the name, the same in each process.
        constants: facts that are the same in each rendering, as `hotline`; a fact given to `render`
            wins.
    """

    def __init__(
        self,
        variations: Mapping[str, Sequence[Mapping[str, Any]]],
        files: Mapping[str, str] | None = None,
        seed: int | None = None,
        constants: Mapping[str, object] | None = None,
    ) -> None:
        self._variations = variations
        self._files = files or {}
        self._seed = seed
        self._constants = dict(constants or {})

    def __contains__(self, name: str) -> bool:
        return name in self._variations

    def require(self, names: Iterable[str], who: str) -> None:
        """See that responses are there, at start and not when one is to be said.

        Args:
            names: of the responses.
            who: can't do without them.

        Raises:
            ResponsesError: some are missing; the text names them.
        """
        missing = [name for name in names if name not in self]
        if missing:
            raise ResponsesError(
                f"data/responses/ lacks {', '.join(missing)}; {who} can't do without."
            )

    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted(self._variations)

    def file_of(self, name: str) -> str:
        """The name of the file that a response stands in."""
        return self._files.get(name, "?")

    def render(self, name: str, channel: str, /, **facts: object) -> Rendered:
        """A response with its facts filled in.

        Args:
            name: of the response.
            channel: `web`, `wechat`, …; a variation for it wins over one for all channels.
            **facts: what stands in braces in the text, in the buttons or in a condition.

        Raises:
            ResponsesError: no such response, none for this channel, or a fact is missing.
        """
        if name not in self._variations:
            raise ResponsesError(
                f"there is no response {name!r} in data/responses/; write one or correct the name."
            )
        facts = {**self._constants, **facts}
        variation = self._chosen(name, channel, facts)
        return Rendered(
            name=name,
            text=self._filled(name, str(variation.get("text") or ""), facts),
            buttons=tuple(
                {key: self._filled(name, str(button[key]), facts) for key in ("title", "payload")}
                for button in variation.get("buttons") or ()
            ),
            custom=variation.get("custom"),
            image=variation.get("image"),
        )

    def _chosen(self, name: str, channel: str, facts: Mapping[str, object]) -> Mapping[str, Any]:
        fitting = [v for v in self._variations[name] if _condition_holds(v, facts)]
        # As Rasa chooses: this channel's before all channels', conditional before unconditional.
        for wanted in (channel, None):
            for conditional in (True, False):
                candidates = [
                    v
                    for v in fitting
                    if v.get("channel") == wanted and bool(v.get("condition")) is conditional
                ]
                if candidates:
                    return candidates[self._index(name, len(candidates))]
        raise ResponsesError(
            f"response {name!r} ({self.file_of(name)}) has no variation for channel {channel!r} "
            "and these facts; add one without `channel:` and `condition:`."
        )

    def _index(self, name: str, count: int) -> int:
        if self._seed is None:
            return 0
        digest = hashlib.sha256(f"{self._seed}:{name}".encode()).digest()
        return int.from_bytes(digest[:4], "big") % count

    def _filled(self, name: str, text: str, facts: Mapping[str, object]) -> str:
        def fact(found: re.Match[str]) -> str:
            value = facts.get(found[1])
            if value is None:
                raise ResponsesError(
                    f"response {name!r} ({self.file_of(name)}) needs the fact {found[1]!r}."
                )
            return str(value)

        return _PLACE.sub(fact, text)


def load_responses(
    folder: Path = FOLDER,
    seed: int | None = None,
    constants: Mapping[str, object] | None = None,
) -> Responses:
    """Read every response file of a folder.

    Args:
        folder: holds `*.yml` files with a `responses:` map each; other keys are left to Rasa.
        seed: see `Responses`.
        constants: see `Responses`.

    Raises:
        ResponsesError: a file can't be read, a response has a wrong form, or a name stands in two
            files (Rasa would silently take one of them).
    """
    variations: dict[str, Sequence[Mapping[str, Any]]] = {}
    files: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        for name, found in _read(path).items():
            if name in files:
                raise ResponsesError(
                    f"response {name!r} stands in {files[name]} and in {path.name}; keep one."
                )
            _check(path, name, found)
            variations[name] = found
            files[name] = path.name
    return Responses(variations, files, seed, constants)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise ResponsesError(f"{path.name}, line {line}: {error.problem}.") from None
    except YAMLError as error:
        raise ResponsesError(f"{path.name} is not YAML: {error}.") from None
    responses = content.get("responses", {}) if isinstance(content, dict) else None
    if not isinstance(responses, dict):
        raise ResponsesError(f"{path.name}: `responses:` has to be a map of names to variations.")
    return responses


def _check(path: Path, name: str, found: object) -> None:
    where = f"{path.name}: response {name!r}"
    if not isinstance(found, list) or not found:
        raise ResponsesError(f"{where} has to be a list of at least one variation.")
    for variation in found:
        if not isinstance(variation, dict) or not {"text", "custom", "image"} & set(variation):
            raise ResponsesError(f"{where}: each variation needs a text, a custom or an image.")
        for button in variation.get("buttons") or ():
            if not isinstance(button, dict) or not {"title", "payload"} <= set(button):
                raise ResponsesError(f"{where}: each button needs a title and a payload.")


def _condition_holds(variation: Mapping[str, Any], facts: Mapping[str, object]) -> bool:
    return all(
        str(facts.get(part["name"])) == str(part["value"])
        for part in variation.get("condition") or ()
        if part.get("type") == "slot"
    )
