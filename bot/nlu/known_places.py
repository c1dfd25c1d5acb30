"""Keeps a finder that knows the places of the utility's database, read anew in a thread."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.accounts.place_names import PlaceNames, read_place_names, spellings
from bot.databases.sessions import connect, sessions
from bot.gazetteers import Word
from bot.nlu.phrases import PhraseFinder

logger = logging.getLogger(__name__)

REFRESH_SECONDS = 3600.0
RETRY_SECONDS = 60.0
FIRST_WAIT_SECONDS = 5.0
"""So long the loading of a model waits for the places; they come later if it takes longer."""

ReadPlaces = Callable[[PlaceNames | None], PlaceNames]
"""Reads all places, given those of the last reading; any exception means: not now."""


class KnownPlaces:
    """Hands out a finder at once, with the newest places that could be read.

    Args:
        words: of the gazetteers.
        read: None where there is no database, as in training.
        steady_clock: seconds that only grow.
    """

    def __init__(
        self,
        words: Sequence[Word],
        read: ReadPlaces | None,
        steady_clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._words = words
        self._read = read
        self._clock = steady_clock
        self._finder = PhraseFinder(words)
        self._names: PlaceNames | None = None
        self._due = steady_clock()
        self._lock = threading.Lock()
        self._reading: threading.Thread | None = None

    def finder(self) -> PhraseFinder:
        """The present finder; begins a reading if one is due, without waiting for it."""
        self._begin_if_due()
        return self._finder

    def wait(self, seconds: float = FIRST_WAIT_SECONDS) -> bool:
        """Begin a reading if one is due and wait for the running one.

        Args:
            seconds: how long at most.

        Returns:
            Whether none is running any more.
        """
        reading = self._begin_if_due()
        if reading is not None:
            reading.join(seconds)
        return reading is None or not reading.is_alive()

    def _begin_if_due(self) -> threading.Thread | None:
        if self._read is None:
            return None
        with self._lock:
            if self._reading is None and self._clock() >= self._due:
                self._reading = threading.Thread(
                    target=self._refresh, args=(self._read,), name="known-places", daemon=True
                )
                self._reading.start()
            return self._reading

    def _refresh(self, read: ReadPlaces) -> None:
        pause = RETRY_SECONDS
        try:
            names = read(self._names)
            if self._names is None or names.places != self._names.places:
                self._finder = PhraseFinder(self._words, spellings(names.places))
                logger.info("%d places are known", len(names.places))
            self._names = names
            pause = REFRESH_SECONDS
        except Exception as error:
            # Whatever is wrong with a utility's own tables: sentences are understood without places.
            logger.warning(
                "places can't be read from the utility's database (%s); tried again in a minute",
                type(error).__name__,
            )
        finally:
            with self._lock:
                self._due = self._clock() + pause
                self._reading = None


def reader_of(url: str) -> ReadPlaces:
    """Reads the places of a database; the connection is closed after each reading.

    Args:
        url: an SQLAlchemy URL.
    """

    def read(before: PlaceNames | None) -> PlaceNames:
        _require_file(url)
        engine = connect(url, pool_size=1)
        try:
            return read_place_names(sessions(engine), before)
        finally:
            engine.dispose()

    return read


def _require_file(url: str) -> None:
    """SQLite would make an empty database where there is none.

    Raises:
        FileNotFoundError: there is no such file.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        raise FileNotFoundError(parsed.database)
