"""Alembic histories of the two databases, each with a version table of its own."""
