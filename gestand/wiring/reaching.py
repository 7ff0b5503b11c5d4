"""Chooses what reaches a site."""

from __future__ import annotations

from gestand.crawl.connection import reached

__all__ = ["reached"]
