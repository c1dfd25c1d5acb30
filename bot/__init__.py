"""Mingdeng: everything but the thin custom actions (`actions/`) and the data (`data/`)."""
