"""Tables whose columns are called after the properties of a card (vCard) or a calendar entry.

RFC 6350 and RFC 5545 name them; many programs keep what they read under these very names. A name
such as `n` or `title` says something only beside others of the same standard.
"""

from __future__ import annotations

from collections.abc import Mapping

from gestand.core.datamap.schema import Table
from gestand.core.discovery.grades import CONTENT, IDENTIFIER, Judged

_ENOUGH = 4
"""Properties of one standard, one of them peculiar to it, before a table is taken to follow it."""

_Known = Mapping[str, tuple[str, str]]

_CARD: _Known = {
    **dict.fromkeys(("fn", "n", "nickname", "sound"), (IDENTIFIER, "name")),
    **dict.fromkeys(("adr", "label"), (IDENTIFIER, "address")),
    "tel": (IDENTIFIER, "phone"),
    "email": (IDENTIFIER, "email"),
    "impp": (IDENTIFIER, "online account"),
    "bday": (CONTENT, "birth"),
    "anniversary": (CONTENT, "birth"),
    "org": (CONTENT, "company"),
    **dict.fromkeys(("title", "role"), (CONTENT, "function")),
    **dict.fromkeys(("photo", "logo"), (CONTENT, "picture")),
    "url": (CONTENT, "website"),
    "geo": (CONTENT, "location"),
    "tz": (CONTENT, "preference"),
    **dict.fromkeys(("note", "categories", "related"), (CONTENT, "text")),
}
_ENTRY: _Known = {
    **dict.fromkeys(("organizer", "attendee", "contact"), (IDENTIFIER, "email")),
    **dict.fromkeys(("location", "geo"), (CONTENT, "location")),
    **dict.fromkeys(
        ("dtstart", "dtend", "due", "completed", "duration"), (CONTENT, "activity")
    ),
    **dict.fromkeys(
        ("summary", "description", "comment", "categories", "resources", "attach", "url"),
        (CONTENT, "text"),
    ),
}
_STANDARDS: tuple[tuple[str, _Known, frozenset[str]], ...] = (
    ("a card (vCard)", _CARD, frozenset("fn adr tel bday impp".split())),
    ("an entry of a calendar (iCalendar)", _ENTRY,
     frozenset("dtstart dtend dtstamp rrule exdate vevent transp".split())),
)  # fmt: skip


def by_standard(table: Table) -> dict[str, Judged]:
    """Return what the columns hold of a table that follows one of these standards."""
    plain = {name.lower(): name for name in table.columns}
    for what, known, peculiar in _STANDARDS:
        met = plain.keys() & (known.keys() | peculiar)
        if len(met) >= _ENOUGH and not met.isdisjoint(peculiar):
            why = f"its table has the properties of {what}"
            return {
                plain[word]: Judged(*known[word], 0.8, why) for word in met if word in known
            }
    return {}
