"""Letters to people who ask, and to those who got data: in Dutch (B1) and English."""

from __future__ import annotations

from collections.abc import Mapping

from gestand.core.letters.dutch import DUTCH
from gestand.core.letters.english import ENGLISH
from gestand.core.letters.model import (
    UNLOOKED,
    Frame,
    Lacking,
    Letter,
    Written,
    in_languages,
    write,
)

FRAMES: Mapping[str, Frame] = {"nl": DUTCH, "en": ENGLISH}

__all__ = ["FRAMES", "UNLOOKED", "Frame", "Lacking", "Letter", "Written", "in_languages", "write"]
