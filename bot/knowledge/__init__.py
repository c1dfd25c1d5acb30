"""Knowledge: questions that need no record, answered from `data/knowledge/` with source and date."""

from bot.knowledge.entries import (
    EVERYWHERE,
    ITSELF,
    Entry,
    Library,
    library_of,
    load_library,
    without_signs,
)

__all__ = [
    "EVERYWHERE",
    "ITSELF",
    "Entry",
    "Library",
    "library_of",
    "load_library",
    "without_signs",
]
