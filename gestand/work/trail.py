"""Whether the ledger and the versions that it signed are what they were, and what is newest in it.

A page of officers and the API tell the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gestand.core.ledger import Entry
from gestand.work.journal import Journal
from gestand.work.signed_versions import Versions, look_at_versions
from gestand.work.verify import Health, look_through

_NEWEST = 50


@dataclass(frozen=True)
class Trail:
    """Whether the ledger holds, its newest entries, and the versions that it signed for."""

    health: Health
    versions: Versions | None
    newest: Sequence[Entry]

    @property
    def wrong(self) -> tuple[str, ...]:
        """What is wrong, in words."""
        return (*self.health.wrong, *(self.versions.wrong if self.versions else ()))


def trail_of(journal: Journal, privacy: Path) -> Trail:
    """Look all of the ledger through, and the versions that were published from a folder."""
    health = look_through(journal)
    versions = None
    if not health.wrong:  # what it tells of versions counts only where it can be believed
        versions = look_at_versions(journal, privacy)
    newest = journal.ledger.newest()
    last = newest.number if newest else 0
    found = map(journal.ledger.entry, range(last, max(0, last - _NEWEST), -1))
    return Trail(health, versions, [one for one in found if one is not None])
