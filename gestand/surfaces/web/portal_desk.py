"""What the pages of people ask of the organisation: who they are, what is held, what they want."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from gestand.core.facts import Person
from gestand.errors import CannotRun
from gestand.surfaces.web.office import Office
from gestand.wiring import open_stores
from gestand.wiring.mailing import sender_of
from gestand.wiring.recording import keyring_in
from gestand.work.company import Company, assemble
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.portal.codes import Codes
from gestand.work.portal.held import Held, held
from gestand.work.portal.letters import code_letter, go, shared_letter
from gestand.work.portal.whose_address import Known, whose_address
from gestand.work.sweep import Request

SIGNED_IN = "signed in to own data"
"""The kind of an entry of the ledger: somebody of some kinds signed in. It does not say who."""


@dataclass(frozen=True)
class Wish:
    """A code that was asked for: in which browser, for which address; `pages` go in the letter.

    They are where the code is typed, and where to ask without one.
    """

    browser: str
    ticket: str
    address: str
    language: str
    pages: tuple[str, str]


@dataclass(frozen=True)
class PortalDesk:
    """The work for people who look at their own data, for one organisation."""

    office: Office

    @property
    def is_open(self) -> bool:
        """Tell whether a code can be sent at all."""
        try:
            sender_of(self.office.project)
        except CannotRun:
            return False
        return True

    def send_code(self, codes: Codes, wish: Wish) -> None:
        """Send a code to an address that is on file, and nothing to another one.

        CannotRun where it cannot be told, or did not go out.
        """
        # Nobody waits for it, so it takes no place from who does.
        known = whose_address(self._company(), wish.address)
        if not known.address or not codes.may_send(known.address):
            return
        policy, (to_type, to_ask) = self.office.policy, wish.pages
        if known.shared:
            written = shared_letter(policy, wish.language, to_ask)
        else:
            text = codes.made(wish.browser, wish.ticket, known.address)
            if text is None:
                return
            written = code_letter(policy, wish.language, text, to_type)
        go(sender_of(self.office.project), known.address, written)

    def whose(self, address: str) -> Known:
        """Return who has an address now; CannotRun where a store cannot be read."""
        with self.office.in_stores():
            return whose_address(self._company(), address)

    def record_entry(self, persons: Sequence[Sequence[Person]]) -> None:
        """Write down that somebody signed in; CannotRun where that cannot be."""
        kinds = sorted({person.kind for one in persons for person in one})
        told = (SIGNED_IN, {"kinds": kinds})
        with self.office.recording() as keyring, keyring.journal.recording(told):
            pass

    def held(self, people: tuple[Person, ...], language: str) -> Held:
        """Return what is held about somebody; CannotRun where it cannot be read."""
        with self.office.in_stores(), self._keyring() as keyring:
            asked = Request(self.office.day(), people, access=True)
            return held(self._company(), keyring, asked, language)

    @contextmanager
    def _keyring(self) -> Iterator[Keyring]:
        office = self.office
        with keyring_in(Heads.of(office.project.root, office.records), office.records) as keyring:
            yield keyring

    def _company(self) -> Company:
        project = self.office.project
        stores, unreachable = open_stores(project.datamap, project.root)
        return assemble(project, stores, unreachable)
