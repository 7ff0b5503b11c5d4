"""The files of the language, by the name under which their reference is asked for."""

from __future__ import annotations

from gestand.core.datamap.keys import DATAMAP
from gestand.core.language.keys import Kind

FILES: dict[str, Kind] = {"datamap": DATAMAP}
"""In the order in which one writes them."""
