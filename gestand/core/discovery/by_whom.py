"""Who wrote a text, as far as names tell: whoever it is about, or staff who keep a note of them.

INVARIANT: of a note, a remark or a log no draft says that the person gave it: an answer would tell
somebody that they wrote what others wrote about them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from gestand.core.discovery.grades import Judged
from gestand.core.discovery.naming import words
from gestand.core.discovery.places import Place

NOTE, TEXT = "note", "text"
UNKNOWN = "unknown"

_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_NOTES = frozenset("note notes memo memos notitie notities aantekening aantekeningen".split())
_KEPT = _NOTES | {"intnotes", "internal", "internalnotes"}
_UNTOLD = frozenset("remark remarks opm opmerking opmerkingen log changelog description".split())
_GIVEN = frozenset({"customer", "user", "member", "guest", "patient"})
"""Who may write a note of their own: the `customer_note` of an order."""


def as_note(found: Judged, place: Place, column: str) -> Judged:
    """Return what a text was judged to be; a note that others keep of somebody as a note."""
    if found.category != TEXT or place.acted or not _GIVEN.isdisjoint(words(column)):
        return found
    named = not _KEPT.isdisjoint(_plain(column))
    return replace(found, category=NOTE) if named or _is_of_notes(place.table.name) else found


def source_of(category: str, column: str) -> str:
    """Return what a draft says of where a text came from; nothing where its store says it."""
    unsure = category == TEXT and not _UNTOLD.isdisjoint(_plain(column))
    return UNKNOWN if category == NOTE or unsure else ""


def _is_of_notes(table: str) -> bool:
    return not _NOTES.isdisjoint(_plain(table)[-1:])


def _plain(name: str) -> list[str]:
    return [part.lower() for part in _PARTS.findall(name)]
