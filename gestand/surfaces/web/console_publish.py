"""The page on which officers see what a version changes, and publish it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Lock

from gestand.errors import GestandError
from gestand.settings import now
from gestand.surfaces.waiting import held_within
from gestand.surfaces.web.asked import READS, Asked, Door, Refused, sent
from gestand.surfaces.web.bound import Bound
from gestand.surfaces.web.console_acts import Became, Once, first_of
from gestand.surfaces.web.console_cases import Session, Written
from gestand.surfaces.web.console_publish_page import PUBLISHED, Waiting, publish_page
from gestand.surfaces.web.desk import Desk, WentOn
from gestand.surfaces.web.guard import Limit
from gestand.surfaces.web.page import Answer, address, see_other
from gestand.wiring import open_stores
from gestand.work.company import NotClean
from gestand.work.diff_told import of_newest
from gestand.work.project import Project
from gestand.work.publishing import Ready, as_recorded, made_ready, publish, to_publish

_PATIENCE, _BUSY = 5.0, "the stores are being looked at just now: ask again in a moment"


class Lacks(GestandError):
    """Something was not filled in: a field of the form."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Publishing:
    """Answers for that page; `page` puts around one what every page of officers has."""

    desk: Desk
    door: Door
    limit: Limit
    bound: Bound
    page: Callable[[Asked, Session, Written, HTTPStatus], Answer]
    _once: Once = field(default_factory=Once, repr=False)
    _looking: Lock = field(default_factory=Lock, repr=False)

    def shown(self, asked: Asked, session: Session) -> Answer:
        """Return what could be published, or publish it as it was seen."""
        if asked.method in READS:
            just = str(asked.told.get("QUERY_STRING", ""))
            return self._show(asked, session, Became(PUBLISHED if just == PUBLISHED else ""))
        told = sent(asked.told, self.door, self.limit)
        if not self._acts(session):
            raise Refused(HTTPStatus.FORBIDDEN)
        once, fields = self.bound.once(asked, told, of=session.name), first_of(told)
        if once is None:
            return self._show(asked, session, Became("stale"), HTTPStatus.FORBIDDEN)
        wrong = HTTPStatus.UNPROCESSABLE_ENTITY
        try:
            self._once.do(once, fields, lambda: self._publish(fields))
        except WentOn:
            return self._show(asked, session, Became("changed"), HTTPStatus.CONFLICT)
        except Lacks as lacks:
            became = Became("lacks", fields=fields, lacks=frozenset({lacks.name}))
            return self._show(asked, session, became, wrong)
        except GestandError as error:
            return self._show(asked, session, Became("refused", str(error)), wrong)
        return see_other(f"{address(asked.language, 'publish')}?{PUBLISHED}")

    def _publish(self, fields: Mapping[str, str]) -> str:
        """Publish what was seen, and show it to readers; WentOn where it is another by now."""
        because, ready = fields.get("because", ""), self._ready(self._declared())
        if ready.code != fields.get("code", ""):
            raise WentOn
        if lacks := _lacking(ready, fields):
            raise Lacks(lacks)
        with self.desk.keyring() as keyring:
            publish(ready, keyring.journal, because)
        self.desk.office.take_up(ready.project)
        return PUBLISHED

    def _show(
        self, asked: Asked, session: Session, became: Became, status: HTTPStatus = HTTPStatus.OK
    ) -> Answer:
        waiting, acts = self._waiting(asked.language), self._acts(session)
        if waiting.why and not became.why:
            became = Became("refused", waiting.why)
        return self.page(asked, session, lambda around, token: publish_page(
            around, waiting, became, token if acts else ""
        ), status)

    def _waiting(self, language: str) -> Waiting:
        """Return what waits to be published, as it stands on disk now."""
        try:
            ready = self._ready(self._declared())
        except NotClean as error:
            return Waiting([*map(str, error.findings)] or [str(error)])
        except GestandError as error:
            return Waiting(why=str(error))
        day = self.desk.office.day()
        return Waiting((), ready, of_newest(ready.project, language, day) if ready.new else "")

    def _declared(self) -> Project:
        """Return the declaration as it stands on disk; GestandError where it has findings."""
        office = self.desk.office
        return to_publish(office.project.privacy, office.records, office.day())

    def _ready(self, project: Project) -> Ready:
        """Return what would be published; the stores are asked before own records are opened."""
        office = self.desk.office
        # By one at a time: each looks in every database.
        with held_within(_PATIENCE, self._looking, _BUSY), office.in_stores():
            stores, _ = open_stores(project.datamap, project.root)
            ready = made_ready(project, stores, now(), office.day())
        with self.desk.keyring() as keyring:
            return as_recorded(ready, keyring.journal)

    def _acts(self, session: Session) -> bool:
        return bool(self.door.officers) and session.officer.may_publish_versions


def _lacking(ready: Ready, fields: Mapping[str, str]) -> str:
    """Return the field that is empty and must not be; an empty name where all is filled in."""
    if ready.takes_a_reason and not fields.get("because"):
        return "because"
    return "" if fields.get("sure") else "sure"
