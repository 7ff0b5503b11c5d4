"""The files of the language, by the name under which their reference is asked for."""

from __future__ import annotations

from gestand.core.datamap.keys import DATAMAP
from gestand.core.language.keys import Kind
from gestand.core.officer_keys import FILE as OFFICERS
from gestand.core.policy.keys import POLICY
from gestand.core.recorded_keys import FILE as FACTS

FILES: dict[str, Kind] = {
    "policy": POLICY, "datamap": DATAMAP, "facts": FACTS, "officers": OFFICERS,
}  # fmt: skip
"""In the order in which one writes them."""
