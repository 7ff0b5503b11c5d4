"""The page on which officers let everybody read what came by a form, or take it down."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from http import HTTPStatus
from itertools import product
from threading import Lock

from gestand.core.forms.model import Form
from gestand.errors import GestandError, InDoubt
from gestand.settings import now
from gestand.surfaces.web.asked import READS, Asked, Door, Refused, sent
from gestand.surfaces.web.bound import FORM_LIFE, Bound
from gestand.surfaces.web.console_cases import Session, Written
from gestand.surfaces.web.console_published import Listed, Notice, Offered, publications_page
from gestand.surfaces.web.desk import Desk
from gestand.surfaces.web.guard import Limit
from gestand.surfaces.web.page import Answer, address, see_other
from gestand.work.company import Company
from gestand.work.forms.published import NotAsSeen, Told, approve, published, take_down, waiting
from gestand.work.journal import Journal

PUBLISHED, TAKEN_DOWN = "published", "taken-down"
"""What was done, as it stands in the address of the page after it: of which row is not told."""

Act = Callable[[Company, Journal, Form, Told, datetime], None]

_WAYS: Sequence[tuple[str, Callable[[Company, Form, date], Sequence[Told]], Act]] = (
    (PUBLISHED, waiting, approve), (TAKEN_DOWN, published, take_down),
)
"""What can be done, with the rows that it is done to, and the work that does it."""

_MOST_DONE = 1000


@dataclass(frozen=True)
class Publications:
    """Answers for that page; `page` puts around one what every page of officers has.

    A row is named by a sealed word, of what was shown and of whom it was shown to: nothing of the
    row is in the form, and the word counts for no other row, nor for this one once it changed.
    """

    desk: Desk
    door: Door
    limit: Limit
    bound: Bound
    page: Callable[[Asked, Session, Written, HTTPStatus], Answer]
    _done: OrderedDict[str, str] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def listed(self, asked: Asked, session: Session) -> Answer:
        """Return what waits and what everybody reads, or let one of them be read or not.

        Refused where no form of the organisation publishes anything.
        """
        if not self.desk.office.publishes:
            raise Refused(HTTPStatus.NOT_FOUND)
        if asked.method in READS:
            just = str(asked.told.get("QUERY_STRING", ""))
            why = just if just in (PUBLISHED, TAKEN_DOWN) else ""
            return self._show(asked, session, Notice(why))
        fields = sent(asked.told, self.door, self.limit)
        if not session.officer.may_publish:
            raise Refused(HTTPStatus.FORBIDDEN)
        if self.bound.once(asked, fields, of=session.name) is None:
            return self._show(asked, session, Notice("stale"), HTTPStatus.FORBIDDEN)
        try:
            done = self._decide(session, fields.get("row", [""])[0])
        except NotAsSeen:
            return self._show(asked, session, Notice("changed"), HTTPStatus.CONFLICT)
        except InDoubt:  # nobody can say here what became of it: the page will, once it is asked
            raise
        except GestandError as error:
            notice = Notice("refused", str(error))
            return self._show(asked, session, notice, HTTPStatus.UNPROCESSABLE_ENTITY)
        return see_other(f"{address(asked.language, 'publications')}?{done}")

    def _decide(self, session: Session, word: str) -> str:
        """Let everybody read the row that a word names, or nobody, and return which of these.

        Of two that send the same word the second waits, and hears what the first did.
        """
        forms = self._forms()  # asks the stores for itself
        with self.desk.office.in_stores(), self._lock:
            if word in self._done:
                return self._done[word]
            company = self.desk.company()
            done, act, form, row = self._wanted(company, session, forms, word)
            with self.desk.keyring() as keyring:
                act(company, keyring.journal, form, row, now())
            self._done[word] = done
            while len(self._done) > _MOST_DONE:
                self._done.popitem(last=False)
            return done

    def _wanted(
        self, company: Company, session: Session, forms: Mapping[str, Form], word: str
    ) -> tuple[str, Act, Form, Told]:
        """Return what a word lets happen to which row; NotAsSeen where there is no such row now."""
        seal, day = self.bound.seal, self.desk.office.day()
        for form, (done, rows_of, act) in product(forms.values(), _WAYS):
            for row in rows_of(company, form, day):
                what = _as_shown(form, row)
                if seal.once(what, word, FORM_LIFE, session.name) is not None:
                    return done, act, form, row
        raise NotAsSeen

    def _show(
        self,
        asked: Asked,
        session: Session,
        notice: Notice,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Answer:
        acts = session.officer.may_publish
        found = [*self._found(session)]
        return self.page(asked, session, lambda around, token: publications_page(
            around, found, notice, token if acts else ""
        ), status)

    def _found(self, session: Session) -> Iterator[Listed]:
        """Yield what each form publishes or could; CannotRun where a store cannot be read."""
        forms = self._forms()
        with self.desk.office.in_stores():
            company, day = self.desk.company(), self.desk.office.day()
            for name, form in forms.items():
                waits, shown = waiting(company, form, day), published(company, form, day)
                yield Listed(
                    name, form, self._offered(session, form, waits),
                    self._offered(session, form, shown),
                )

    def _offered(self, session: Session, form: Form, rows: Sequence[Told]) -> list[Offered]:
        seal = self.bound.seal
        return [
            Offered(row.values, seal.signed(_as_shown(form, row), session.name)) for row in rows
        ]

    def _forms(self) -> Mapping[str, Form]:
        forms = self.desk.office.forms()
        return {name: form for name, form in forms.items() if form.published is not None}


def _as_shown(form: Form, row: Told) -> str:
    """Return what a word is made of: whoever changes any of it needs another word."""
    told = json.dumps([form.purpose, form.table, row.key, row.approved, *row.values])
    return f"publication {sha256(told.encode()).hexdigest()}"
