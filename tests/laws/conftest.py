"""How hard the laws are tried: the same examples each time, unless more are asked for.

`GESTAND_EXAMPLES=1000 pytest tests/laws` draws a thousand new examples for each law.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

MORE = os.environ.get("GESTAND_EXAMPLES")
SLOW_BUT_GOOD = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile(
    "same", max_examples=100, derandomize=True, deadline=None, suppress_health_check=SLOW_BUT_GOOD
)
settings.register_profile(
    "more", max_examples=int(MORE or 1), deadline=None, suppress_health_check=SLOW_BUT_GOOD
)
settings.load_profile("more" if MORE else "same")
