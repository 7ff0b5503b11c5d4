"""What the pages ask of the organisation: its statement, its requests, its clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import BoundedSemaphore, Lock

from gestand.core.datamap.model import OwnRecords
from gestand.core.forms.documents import Upload
from gestand.core.forms.model import Form as AskedFor
from gestand.core.forms.model import Sale
from gestand.core.forms.notice import Notice, notice_of
from gestand.core.forms.typed import Judged
from gestand.core.handing import Receiver
from gestand.core.policy.model import Policy
from gestand.core.policy.statement import Authority
from gestand.core.request import What
from gestand.errors import CannotRun
from gestand.pay.base import Found, Payments, State
from gestand.post.base import Post
from gestand.settings import now, today
from gestand.surfaces.web.page import address
from gestand.wiring import open_stores
from gestand.wiring.paying import payments_of
from gestand.wiring.recording import keyring_in
from gestand.work.by_form import Form, take_in_form
from gestand.work.company import Company, assemble
from gestand.work.due import answer_due
from gestand.work.editions import known_authorities, versions_of
from gestand.work.forms.opened import forms_of, options_of
from gestand.work.forms.paying import Begun, Order, order_of
from gestand.work.forms.paying import settle as settle_order
from gestand.work.forms.published import Told, published
from gestand.work.forms.taking import Sent, take
from gestand.work.heads import Heads
from gestand.work.identity_codes import settle
from gestand.work.keyring import Keyring
from gestand.work.open_requests import AllTerms
from gestand.work.packages import Fetched, fetch
from gestand.work.pages.site import Asks
from gestand.work.project import Project
from gestand.work.publish import compose
from gestand.work.rights import Step

PATIENCE = 2.0
"""For how many seconds somebody waits until others are done with the stores."""

_MARKS = 100
"""So many marks of forms that were kept are let go of by later ones; what is beyond stays."""


def trial_address(language: str, reference: str) -> str:
    """Return where the stand-in for a provider lets somebody pay."""
    return f"{address(language, 'trial')}?payment={reference}"


@dataclass
class Office:
    """An organisation whose declaration has no findings; `country` is whose holidays count.

    With `post` codes to sign in with go through it, and not through the servers of the data map;
    with `pays` it takes the payments, whoever the forms name.
    Data go straight to the `receivers` alone, by their names. Nobody waits more than `patience`
    seconds until others are done with the stores.
    """

    project: Project
    policy: Policy
    records: OwnRecords
    asks: Asks
    country: str = "nl"
    post: Post | None = None
    pays: Payments | None = None
    patience: float = PATIENCE
    receivers: Mapping[str, Receiver] = field(default_factory=dict)
    _composed: tuple[date, Mapping[str, bytes]] | None = field(default=None, repr=False)
    _forms: Mapping[str, AskedFor] | None = field(default=None, repr=False)
    _served: dict[str, deque[str]] = field(default_factory=dict, repr=False)
    _texts: Lock = field(default_factory=Lock, repr=False)
    _records: Lock = field(default_factory=Lock, repr=False)
    _rooms: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(3), repr=False)

    def at_most(self, people: int, patience: float = PATIENCE) -> None:
        """Let so many people at most ask the stores at once; one more waits `patience` seconds."""
        self._rooms, self.patience = BoundedSemaphore(people), patience

    @contextmanager
    def in_stores(self) -> Iterator[None]:
        """Do what may wait for a store; CannotRun where too many wait already.

        One store that is slow holds up who needs it, and never all threads: the statement and the
        form to ask for one's data are there for everybody else.
        """
        if not self._rooms.acquire(timeout=self.patience):
            message = "too many people wait for the stores: look whether one of them is slow"
            raise CannotRun(message)
        try:
            yield
        finally:
            self._rooms.release()

    @property
    def languages(self) -> Sequence[str]:
        """The languages of the statement, the preferred one first."""
        return self.policy.controller.languages

    def day(self) -> date:
        """Return today, where the organisation is."""
        return today(self.project.zone)

    def statement(self) -> Mapping[str, bytes]:
        """Return the files of the statement as they are today, by their names."""
        with self._texts:
            if self._composed is None or self._composed[0] != self.day():
                day = self.day()
                files = compose(self.project, self.policy, day, self.asks).files
                self._composed = (day, files)
            return self._composed[1]

    def take_up(self, project: Project) -> None:
        """Show and ask from now on what was published: a declaration without findings."""
        if project.policy is None:
            return
        with self._texts:
            self.project, self.policy = project, project.policy
            self._composed = self._forms = None

    def authority(self) -> Authority:
        """Return where somebody can complain."""
        day = self.day()
        return known_authorities(day, day)[self.policy.controller.authority]

    def answer_by(self, received: date) -> date:
        """Return the last day for an answer to what was received on a day."""
        return answer_due(received, self.country, self.project).strict

    @property
    def publishes(self) -> bool:
        """Tell whether everybody may read what came by some form, once a person approved it."""
        tables = self.project.datamap.tables.values() if self.project.datamap else ()
        return any(form.publishes for table in tables for form in table.forms)

    def forms(self) -> Mapping[str, AskedFor]:
        """Return the forms of purposes by name; CannotRun where a store cannot be read."""
        if self._forms is None:
            datamap = self.project.datamap
            if datamap is None or not any(table.forms for table in datamap.tables.values()):
                self._forms = {}  # no store has to be there
            else:
                with self.in_stores():
                    self._forms = forms_of(self._company(), datamap)
        return self._forms

    def notice(self, language: str, form: AskedFor) -> Notice:
        """Return what stands beside a form today."""
        newest = versions_of(self.project, self.policy, self.day())[-1]
        return notice_of(newest.filler(language), form)

    def take_form(
        self, form: AskedFor, came: tuple[Judged, tuple[Upload, ...]], language: str,
        begun: Begun | None = None,
    ) -> str:
        """Keep what somebody sent by a form; return what whoever runs this should know of it.

        `begun` is the payment of an order. CannotRun where it cannot be kept now.
        """
        marks = self._served.setdefault(form.table, deque(maxlen=_MARKS))
        try:
            served = marks.popleft()
        except IndexError:
            served = ""
        with self.in_stores(), self._keyring() as keyring:
            ordered = begun.columns(form.sale) if begun and form.sale else {}
            sent = Sent(form, came[0], now(), language, came[1], ordered)
            taken = take(self._company(), keyring, sent, served)
        marks.append(taken.mark)
        return taken.trouble

    def payments(self, sale: Sale) -> Payments:
        """Return who takes the payments of a form; CannotRun where that is nobody."""
        if self.pays is None:
            self.pays = payments_of(self.project, sale, trial_address)
        return self.pays

    def order(self, form: AskedFor, number: str) -> Order | None:
        """Return the order with a number; CannotRun where the store cannot be read."""
        with self.in_stores():
            return order_of(self._company(), form, number)

    def settle_order(self, order: Order, found: Found) -> State:
        """Write what became of the payment of an order, once; return how far it is."""
        # Not as `recording`: nobody else waits while the store is asked.
        with self.in_stores(), self._keyring() as keyring:
            return settle_order(self._company(), keyring.journal, order, found, now())

    def options(self, form: AskedFor) -> dict[str, dict[str, str]]:
        """Return what may be chosen in a form today; CannotRun where a store cannot be read."""
        if not form.choices:
            return {}
        with self.in_stores():
            return options_of(self._company(), form)

    def published(self, form: AskedFor) -> list[Told]:
        """Return what everybody may read of a form today; CannotRun where nobody can tell."""
        with self.in_stores():
            return published(self._company(), form, self.day())

    def _company(self) -> Company:
        """Return the organisation with its stores, by the declaration that is shown."""
        stores, unreachable = open_stores(self.project.datamap, self.project.root)
        return assemble(self.project, stores, unreachable)

    def _keyring(self) -> AbstractContextManager[Keyring]:
        """Open the journal of the organisation with its keys."""
        return keyring_in(Heads.of(self.project.root, self.records), self.records)

    @contextmanager
    def recording(self) -> Iterator[Keyring]:
        """Open the journal to write in, for one at a time.

        Of two that come at the same moment the second waits: both would take the same number.
        """
        with self._records, self._keyring() as keyring:
            yield keyring

    def take_in(self, form: Form) -> None:
        """Keep what somebody asks; CannotRun where that cannot be now."""
        with self.recording() as keyring:
            take_in_form(keyring, self.policy, form, self.day())

    def fetch(self, code: str) -> Fetched | None:
        """Return what a code opens, and count it; None for one that does not count."""
        with self._records, self._keyring() as keyring:
            return fetch(keyring, code)

    def settle(self, code: str) -> bool:
        """Settle who asks by a code; False for one that does not count."""
        terms, day = AllTerms(self.project, self.project.zone, self.country), self.day()
        with self._records, self._keyring() as keyring:
            return settle(keyring, code, lambda kept: Step(
                What.SETTLE_IDENTITY, {}, day, terms.on(kept.request.clock_from)
            ))
