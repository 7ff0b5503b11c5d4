"""What the pages of the console tell: promises, registers, logs, versions, the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from gestand.core.notices import Notice
from gestand.core.policy.fill import Filler
from gestand.core.policy.registers import Register, Registers, registers
from gestand.errors import CannotRun
from gestand.settings import now
from gestand.surfaces.web.desk import Desk
from gestand.wiring import open_inspection
from gestand.work.diff_told import of_version
from gestand.work.editions import Version, versions_of
from gestand.work.forecast import Forecast, forecast
from gestand.work.logs import logs
from gestand.work.looks import Look, looks
from gestand.work.notices_kept import notices
from gestand.work.promises_told import as_records
from gestand.work.prove import prove
from gestand.work.trail import Trail, trail_of

LOGS = ("consents", "disclosures", "orders", "breaches", "holds")
"""The logs that a page shows, as `work/logs.py` names them."""

FRESH = 300
"""For how many seconds what was measured in the stores is shown again: that takes a while."""

Found = TypeVar("Found")


@dataclass(frozen=True)
class Measured:
    """The promises as records, and the moment at which each was looked at, in the zone."""

    records: Sequence[dict[str, Any]]
    at: datetime


@dataclass
class Told:
    """Answers from the calls that the commands of the same names make."""

    desk: Desk
    clock: Callable[[], float]
    _kept: dict[str, tuple[float, object]] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def promises(self, language: str) -> Measured:
        """Return each promise and whether it is kept, as it was found some minutes ago at most."""
        project = self.desk.office.project

        def measure() -> Measured:
            proved = prove(open_inspection(project.root), language)
            moment = now().astimezone(ZoneInfo(project.zone))
            return Measured(as_records(proved, language), moment)

        return self._lately(f"promises {language}", measure, Measured)

    def forecast(self) -> Forecast:
        """Return what falls due in the year to come, as it was counted some minutes ago at most."""
        return self._lately("forecast", lambda: forecast(self.desk.company()), Forecast)

    def _lately(self, what: str, measure: Callable[[], Found], kind: type[Found]) -> Found:
        """Return what was measured some minutes ago at most; by one at a time.

        Raises CannotRun where somebody measures just now, or too many wait for the stores.
        """
        kept = self._kept.get(what)
        if kept is not None and self.clock() - kept[0] < FRESH and isinstance(kept[1], kind):
            return kept[1]
        if not self._lock.acquire(blocking=False):
            message = "the stores are being looked at just now: ask again in a moment"
            raise CannotRun(message)
        try:
            with self.desk.office.in_stores():
                found = measure()
            self._kept[what] = (self.clock(), found)
        finally:
            self._lock.release()
        return found

    def registers(self, language: str) -> Registers:
        """Return the records of processing as they are today."""
        datamap = self.desk.office.project.datamap
        if datamap is None:
            message = "the data map cannot be read: `gestand check` tells why"
            raise CannotRun(message)
        return registers(self._filler(language), datamap, self.desk.office.day())

    def log(self, language: str, name: str) -> Register:
        """Return one log of own records."""
        with self.desk.keyring() as keyring:
            found = logs(self._filler(language), keyring.journal.state)
        return next(one for one in found if one.id == name)

    def looks(self) -> list[Look]:
        """Return who looked at what somebody wrote, the newest first."""
        with self.desk.keyring() as keyring:
            return [*looks(keyring.journal.state)][::-1]

    def notices(self) -> list[Notice]:
        """Return who has to be told of something, the newest first."""
        with self.desk.keyring() as keyring:
            return [*notices(keyring.journal.state).values()][::-1]

    def versions(self) -> list[Version]:
        """Return every version of the statement, the newest first."""
        office = self.desk.office
        return versions_of(office.project, office.policy, office.day())[::-1]

    def difference(self, language: str, effective: date) -> str | None:
        """Return in words what a version changes in the one before; None where there is none."""
        return of_version(self.desk.office.project, effective, language, self.desk.office.day())

    def trail(self) -> Trail:
        """Return whether the ledger holds, by looking all of it through."""
        with self.desk.keyring() as keyring:
            return trail_of(keyring.journal, self.desk.office.project.privacy)

    def _filler(self, language: str) -> Filler:
        return self.versions()[0].filler(language)

