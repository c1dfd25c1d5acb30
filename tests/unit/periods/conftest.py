"""Settings of the property tests."""

from __future__ import annotations

from hypothesis import settings

# The same examples in every run, and no limit on how long a busy machine takes for one.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
