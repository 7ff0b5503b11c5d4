"""A number of things in words, and the verb that goes with it."""

from __future__ import annotations

_OF_ONE = {"are": "is", "were": "was", "go": "goes", "do": "does", "carry": "carries"}


def counted(number: int, what: str = "row", verb: str = "") -> str:
    """Return `1 row goes` or `1,234 rows go`; `verb` is that of several."""
    of_one = _OF_ONE.get(verb, f"{verb}s") if verb else ""
    words = (what, of_one) if number == 1 else (f"{what}s", verb)
    return " ".join((f"{number:,}", *filter(None, words)))
