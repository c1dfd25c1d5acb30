"""The version of the privacy notice: in a module of its own, which costs the gateway no other import."""

from __future__ import annotations

NOTICE_VERSION = "2026-11"
"""Of the notice in `data/responses/account.yml` and at /privacy; a new text needs a new version."""
