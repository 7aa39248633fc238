"""What every test shares: how hypothesis looks for counter-examples."""

from __future__ import annotations

import os

from hypothesis import settings

# Where a change is judged the same examples are tried each time, so that a verdict can be repeated; on one's own
# machine every run looks elsewhere.
settings.register_profile("repeatable", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("repeatable")
