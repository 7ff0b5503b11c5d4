"""The example company, for every test of this floor."""

from __future__ import annotations

from tests.noorderlicht import founding, noorderlicht

__all__ = ["founding", "noorderlicht"]
