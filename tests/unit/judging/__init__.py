"""Tests of the held-out set's form; what needs the engine's packages is in tests/engine."""
