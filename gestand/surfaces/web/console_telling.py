"""The pages of the console that tell, as they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from gestand.surfaces.web.asked import Asked, Refused
from gestand.surfaces.web.console_cases import Session, Written
from gestand.surfaces.web.console_forecast import forecast_page
from gestand.surfaces.web.console_pages import (
    LOG_PAGES,
    log_page,
    looks_of,
    notices_of,
    promises_page,
    registers_page,
    trail_page,
    version_page,
    versions_page,
)
from gestand.surfaces.web.console_told import Told
from gestand.surfaces.web.office import Office
from gestand.surfaces.web.page import Answer


@dataclass(frozen=True)
class Telling:
    """Answers for pages on which nothing is done; `page` puts around one what officers' pages have.

    Each is one call of the work, put in words.
    """

    office: Office
    told: Told
    page: Callable[[Asked, Session, Written, HTTPStatus], Answer]

    def promises(self, asked: Asked, session: Session) -> Answer:
        """Return each promise and whether it is kept."""
        found = self.told.promises(asked.language)
        return self._page(asked, session, lambda around, _: promises_page(around, found))

    def forecast(self, asked: Asked, session: Session) -> Answer:
        """Return what falls due in the year to come."""
        found = self.told.forecast()
        return self._page(asked, session, lambda around, _: forecast_page(around, found))

    def registers(self, asked: Asked, session: Session) -> Answer:
        """Return the records of processing."""
        found = self.told.registers(asked.language)
        return self._page(asked, session, lambda around, _: registers_page(around, found))

    def logs(self, asked: Asked, session: Session) -> Answer:
        """Return one of the logs, the first one where none is named."""
        name, language = asked.ending.removeprefix("/") or LOG_PAGES[0], asked.language
        if name == "looks":
            found = looks_of(language, self.office.project.zone, self.told.looks())
        elif name == "notices":
            found = notices_of(language, self.told.notices())
        else:
            found = self.told.log(language, name)
        return self._page(asked, session, lambda around, _: log_page(around, name, found))

    def versions(self, asked: Asked, session: Session) -> Answer:
        """Return every version of the statement."""
        found, day = self.told.versions(), self.office.day()
        return self._page(asked, session, lambda around, _: versions_page(around, found, day))

    def version(self, asked: Asked, session: Session) -> Answer:
        """Return what a version changes in the one before; Refused where there is none."""
        try:
            effective = date.fromisoformat(asked.ending.removeprefix("/"))
        except ValueError:
            raise Refused(HTTPStatus.NOT_FOUND) from None
        found = self.told.difference(asked.language, effective)
        if found is None:
            raise Refused(HTTPStatus.NOT_FOUND)
        return self._page(
            asked, session, lambda around, _: version_page(around, effective, found)
        )

    def trail(self, asked: Asked, session: Session) -> Answer:
        """Return whether the ledger holds."""
        found, zone = self.told.trail(), self.office.project.zone
        return self._page(asked, session, lambda around, _: trail_page(around, found, zone))

    def _page(self, asked: Asked, session: Session, written: Written) -> Answer:
        return self.page(asked, session, written, HTTPStatus.OK)
