"""The facts of a customer's own records, and how people ask for them: `data/facts.yml`."""

from bot.facts.asked import FILE, OTHER, Fact, load_facts

__all__ = ["FILE", "OTHER", "Fact", "load_facts"]
