"""What the pages of people ask of the organisation: who they are, what is held, what they want."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import BinaryIO

from gestand.core.calendar import Period
from gestand.core.facts import Person
from gestand.core.request import EVERYTHING, NO_IDENTITY, REST, What
from gestand.errors import CannotRun, GestandError
from gestand.passkeys.base import Claimed, Made, NotRight
from gestand.post.written import is_address
from gestand.settings import acting_as, clock
from gestand.surfaces.web.office import Office
from gestand.wiring import open_stores
from gestand.wiring.mailing import sender_of
from gestand.wiring.recording import kept_open, keyring_in
from gestand.work.access import Wanted, give_access
from gestand.work.answer.archive import BLOCK
from gestand.work.answer.place import place_for_answer
from gestand.work.company import Company, assemble_anew
from gestand.work.heads import Heads
from gestand.work.holder import holders
from gestand.work.keyring import Keyring
from gestand.work.open_requests import AllTerms
from gestand.work.portability import Along, take_along
from gestand.work.portal.as_gone import is_as_gone
from gestand.work.portal.asking import BY, OWN, Asking, ask, do_at_once, go_on
from gestand.work.portal.codes import Codes
from gestand.work.portal.followed import Followed, refused_to_tell, requests_of
from gestand.work.portal.foreseen import Foreseen, foreseen
from gestand.work.portal.gone import gone_by
from gestand.work.portal.held import Held, held
from gestand.work.portal.lets_in import (
    FACTOR,
    PASSKEY,
    LetsIn,
    counting,
    of_people,
    taken_since,
)
from gestand.work.portal.letters import (
    changed_letter,
    code_letter,
    copied_letter,
    go,
    shared_letter,
)
from gestand.work.portal.passkeys import (
    add,
    count,
    counted_back,
    handle_of,
    is_asked,
    let_mail_in,
    said_to_be,
    take_away,
)
from gestand.work.portal.put_back import Back, Records, Undoable, put_back, shown, undoable
from gestand.work.portal.second_codes import secret_of, turn_off, turn_on
from gestand.work.portal.sessions import Session
from gestand.work.portal.whose_address import NOBODY, Known, are_still, whose_address
from gestand.work.rights import Step
from gestand.work.sending import Sender
from gestand.work.sweep import Request

SIGNED_IN = "signed in to own data"
"""The kind of an entry of the ledger: somebody of some kinds signed in. It does not say who."""

FRESH = 1.0
"""For how many seconds it counts what the schemas of the stores were.

A page asks for them more than once, and several people ask for pages at the same time. A plan looks
itself whether they are still the same, in the transaction in which it reads.
"""


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


@dataclass
class Recently:
    """The organisation as it was opened last, and when, in seconds that only go on."""

    found: tuple[float, Company] | None = None


@dataclass(frozen=True)
class PortalDesk:
    """The work for people who look at their own data, for one organisation."""

    office: Office
    _recent: Recently = field(default_factory=Recently, repr=False)

    @property
    def is_open(self) -> bool:
        """Tell whether a code can be sent at all."""
        try:
            self._sender()
        except CannotRun:
            return False
        return True

    def send_code(self, codes: Codes, wish: Wish, may_go: Callable[[], bool]) -> None:
        """Send a code to an address that is on file, and nothing to another one.

        `may_go` counts the letter, and tells whether not too many went to everybody already.
        CannotRun where it cannot be told, or did not go out.
        """
        # Nobody waits for it, so it takes no place from who does.
        known = self._or_gone(self._whose(wish.address), wish.address)
        if not known.address or not codes.may_send(known.address) or not may_go():
            return
        policy, (to_type, to_ask) = self.office.policy, wish.pages
        if known.shared:
            written = shared_letter(policy, wish.language, to_ask)
        else:
            text = codes.made(wish.browser, wish.ticket, known.address)
            if text is None:
                return
            written = code_letter(policy, wish.language, text, to_type)
        go(self._sender(), known.address, written)

    def tell_changed(
        self, address: str, language: str, change: str, pages: tuple[str, str]
    ) -> None:
        """Write to who changed how they sign in; CannotRun where it did not go out."""
        go(self._sender(), address, changed_letter(self.office.policy, language, change, pages))

    def tell_copied(
        self, one: LetsIn, address: str, language: str, pages: tuple[str, str]
    ) -> None:
        """Write to whose passkey may be copied, and let officers know; CannotRun as above."""
        with self.office.recording() as keyring:
            counted_back(keyring, one, self.office.day())
        go(self._sender(), address, copied_letter(self.office.policy, language, pages))

    def _sender(self) -> Sender:
        """Return who sends codes; CannotRun where nobody can."""
        post, controller = self.office.post, self.office.policy.controller
        if post is None:
            return sender_of(self.office.project)
        return Sender(controller.name, controller.email, post)

    def whose(self, address: str) -> Known:
        """Return who has an address now; CannotRun where a store cannot be read."""
        with self.office.in_stores():
            known = self._whose(address)
        return self._or_gone(known, address)

    def _whose(self, address: str) -> Known:
        """Return who has an address, but for whom it would be gone if they did not have to stay."""
        company = self._company()
        known, day = whose_address(company, address), self.office.day()
        persons = tuple(one for one in known.persons if not is_as_gone(company, one, day))
        return replace(known, persons=persons) if persons or known.shared else NOBODY

    def _or_gone(self, known: Known, address: str) -> Known:
        """Return who has an address, or who asked by it to be erased and can put that back."""
        if known != NOBODY or not is_address(address.strip()):
            return known
        with self._keyring() as keyring:
            gone = gone_by(keyring, address.strip(), self.office.day())
        return Known(address.strip(), (gone.people,)) if gone.people else known

    def are_still(self, people: Sequence[Person], address: str) -> bool:
        """Tell whether who signed in by an address is who has it; CannotRun as `whose`."""
        if any(person.hidden for person in people):
            with self._keyring() as keyring:
                return {*people} <= {*gone_by(keyring, address, self.office.day()).people}
        with self.office.in_stores():
            company = self._lately()
            is_gone = is_as_gone(company, people, self.office.day())
            return not is_gone and are_still(company, people, address)

    def stay(self, session: Session) -> bool:
        """Tell whether who signed in is still signed in; CannotRun as `whose`.

        Not where their address is of somebody else by now, nor once officers took away what lets
        them in beside a mailed code: whoever came in by that may be who stole it.
        """
        everybody = [person for one in session.persons for person in one]
        with self._keyring() as keyring:
            if taken_since(keyring, everybody, session.entry):
                return False
        return not session.people or self.are_still(session.people, session.address)

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """Open own records once for all that is read of them within the block."""
        with self._keyring() as keyring, kept_open(keyring):
            yield

    def record_entry(self, persons: Sequence[Sequence[Person]]) -> int:
        """Write down that somebody signed in; CannotRun where that cannot be.

        Returns the number of the entry of the ledger that was the newest before.
        """
        kinds = sorted({person.kind for one in persons for person in one})
        with self.office.recording() as keyring:
            newest = keyring.journal.ledger.newest()
            with keyring.journal.recording((SIGNED_IN, {"kinds": kinds})):
                pass
        return 0 if newest is None else newest.number

    def second(self, known: Known) -> tuple[str, bytes] | None:
        """Return what makes the second codes of somebody, and by what it is known.

        None where they turned none on. CannotRun where nobody can tell.
        """
        people = [person for one in known.persons for person in one]
        with self._keyring() as keyring:
            if not any(True for _ in of_people(keyring, people, FACTOR)):
                return None
        with self.office.in_stores(), self._keyring() as keyring:
            company = self._lately()
            return secret_of(counting(company, keyring, FACTOR, people, known.address))

    def turn_on(self, session: Session, secret: bytes) -> None:
        """Ask for second codes from now on of who signed in, as all that they are."""
        people = [person for one in session.persons for person in one]
        with acting_as(BY), self.office.recording() as keyring:
            turn_on(keyring, people, session.address, secret)

    def turn_off(self, ident: str) -> None:
        """Ask for no second codes any more."""
        with acting_as(BY), self.office.recording() as keyring:
            turn_off(keyring, ident)

    def passkey(self, claimed: Claimed) -> LetsIn | None:
        """Return the passkey that a browser says to show; None where there is none such."""
        with self._keyring() as keyring:
            return said_to_be(keyring, claimed)

    def who_has(self, one: LetsIn) -> Known | None:
        """Return who signs in by a passkey: as they would by the mail of their address then.

        None where that is on file of somebody else now. CannotRun where nobody can tell.
        """
        known = self.whose(one.address)
        people = [person for several in known.persons for person in several]
        found = self._passkeys(people, known.address)
        return known if one.ident in {other.ident for other in found} else None

    def count_passkey(self, claimed: Claimed, signed: int) -> None:
        """Remember how often a passkey has signed; NotRight where it was more often before."""
        with self.office.recording() as keyring:
            count(keyring, claimed, signed)

    def passkeys(self, session: Session) -> tuple[list[LetsIn], bytes]:
        """Return the passkeys of who signed in, and what a device keeps of a new one."""
        people = [person for one in session.persons for person in one]
        with self._keyring() as keyring:
            handle = handle_of(keyring, people)
        return self._passkeys(people, session.address), handle

    def add_passkey(self, session: Session, made: Made) -> None:
        """Let who signed in do so by a passkey from now on; NotRight where they have too many."""
        others, _ = self.passkeys(session)
        people = [person for one in session.persons for person in one]
        with self.office.recording() as keyring:
            add(keyring, people, session.address, made, others)

    def let_mail_in(self, session: Session, site: str) -> None:
        """Let the mailed code alone let nobody in on a site, but by a passkey; "" lets it again."""
        found, _ = self.passkeys(session)
        if not found:
            raise NotRight
        people = [person for one in session.persons for person in one]
        with acting_as(BY), self.office.recording() as keyring:
            let_mail_in(keyring, people, found, site)

    def asks_passkey(self, known: Known, site: str) -> bool:
        """Tell whether the mailed code alone does not let somebody in; CannotRun as `second`."""
        people = [person for one in known.persons for person in one]
        with self._keyring() as keyring:
            if not is_asked([*of_people(keyring, people, PASSKEY)], site):
                return False
        return is_asked(self._passkeys(people, known.address), site)

    def take_passkey_away(self, session: Session, ident: str) -> None:
        """Take away a passkey of who signed in; NotRight where it is none of theirs."""
        found, _ = self.passkeys(session)
        if ident not in {one.ident for one in found}:
            raise NotRight
        with acting_as(BY), self.office.recording() as keyring:
            take_away(keyring, ident)

    def _passkeys(self, people: Sequence[Person], address: str) -> list[LetsIn]:
        """Return the passkeys of who has an address, each once, whatever kinds it is of."""
        with self.office.in_stores(), self._keyring() as keyring:
            found = counting(self._lately(), keyring, PASSKEY, people, address)
        return [*{one.ident: one for one in found}.values()]

    def held(self, people: tuple[Person, ...], language: str) -> Held:
        """Return what is held about somebody; CannotRun where it cannot be read."""
        with self.office.in_stores(), self._keyring() as keyring:
            company = self._lately()
            return held(company, keyring, self._access(company, keyring, people), language)

    def foreseen(self, people: tuple[Person, ...], category: str) -> Foreseen:
        """Return what erasure would do, of one category or of all; CannotRun as `held`."""
        policy = self.office.policy
        others = [one for one in policy.categories if category not in policy.expand(one)]
        spare = policy.expand(*others) if category else frozenset[str]()
        with self.office.in_stores():
            asked = Request(self.office.day(), people, erase=True, spare=spare, told=True)
            return foreseen(self._lately(), asked)

    def undo(self) -> Period | None:
        """Return for how long what is removed today can be brought back."""
        return self.office.policy.undo

    def ask(self, asking: Asking) -> str:
        """Take in what somebody asks, and do at once what has effect at once.

        CannotRun where it cannot be kept. Returns why what has effect at once was not done: then it
        is on record, and officers see that it presses.
        """
        office, day = self.office, self.office.day()
        terms = self._terms.on(day)
        with office.recording() as keyring:
            numbers = ask(keyring, asking, day, terms)
        if not set(asking.form.rights) & NO_IDENTITY:
            return ""
        try:
            with office.in_stores(), self._keyring() as keyring:
                for number in numbers:
                    step = Step(What.CARRY_OUT, {}, day, terms, asking.person)
                    do_at_once(self._company(), keyring, number, asking.person, step)
        except GestandError as error:
            return str(error)
        return ""

    def followed(
        self, people: tuple[Person, ...], address: str
    ) -> tuple[list[Followed], list[Undoable]]:
        """Return the requests of who signed in by an address, and what can be brought back."""
        with self.office.in_stores():
            whose = holders(self._company(), people)
        with self._keyring() as keyring:
            found = requests_of(keyring, (people, address), self._terms, self.office.day())
            return found, list(undoable(keyring.journal.state, people, whose))

    def backs(self, people: Sequence[Person], address: str) -> list[Back]:
        """Return what who signed in by an address can bring back, the newest first.

        CannotRun where nobody can tell now, such as while another run is at work.
        """
        with self._runs(people, address) as (own, runs):
            untold = self._access(own.company, own.keyring, tuple(people)).spare
            backs = (shown(own, one) for one in reversed(runs))
            return [replace(one, categories=one.categories - untold) for one in backs]

    def put_back(
        self, who: tuple[Sequence[Person], str], name: str, code: str
    ) -> tuple[Back | None, Sequence[str]]:
        """Put back what was shown under a name; None where that cannot be any more.

        Returns what `put_back` of the work does.
        """
        with self._runs(*who) as (own, runs), acting_as(BY):
            for one in runs:
                if one.name == name:
                    return put_back(own, one, who[0], code)
        return None, ()

    @contextmanager
    def _runs(
        self, people: Sequence[Person], address: str
    ) -> Iterator[tuple[Records, list[Undoable]]]:
        """Open own records with the runs that somebody can undo; of who is gone, those alone."""
        office = self.office
        datamap = office.project.datamap
        assert datamap is not None  # an office has one: it would not have been opened without
        with office.in_stores():
            company = self._company()
            whose = holders(company, people)
            # Not as `recording`: nobody else waits while the stores are asked. A run is at work
            # alone, whatever process it is in.
            with self._keyring() as keyring:
                own = Records(company, datamap, keyring)
                runs = [one for one in undoable(keyring.journal.state, people, whose) if one.name]
                if any(person.hidden for person in people):
                    theirs = gone_by(keyring, address, office.day()).receipts
                    runs = [one for one in runs if one.receipt in theirs]
                yield own, runs

    def go_on(
        self, who: tuple[Sequence[Person], str], name: str, what: str, because: str
    ) -> bool:
        """Let somebody withdraw a request of theirs, or complain; False where that cannot be."""
        day, terms = self.office.day(), self._terms
        with self.office.recording() as keyring:
            happens = next((one for one in OWN if one.value == what), None)
            for one in requests_of(keyring, who, terms, day):
                if one.name != name or happens is None:
                    continue
                if one.kept.events[-1].event == what:
                    return True  # a double click
                if happens in one.may:
                    count = terms.on(one.kept.request.clock_from)
                    go_on(keyring, one.kept, happens, because, Step(happens, {}, day, count))
                    return True
        return False

    def download(
        self, people: tuple[Person, ...], language: str, *, portable: bool
    ) -> tuple[Iterator[bytes], int]:
        """Return all about somebody, or what they provided, as a zip archive, and its size.

        The file is gone before its first byte goes out. CannotRun as `give_access` raises it.
        """
        with (
            self.office.in_stores(), self._keyring() as keyring,
            place_for_answer(keyring.journal.state.folder) as out,
        ):
            company = self._company()
            asked = self._access(company, keyring, people)
            if portable:
                take_along(company, asked, Along(out), keyring)
            else:
                give_access(company, asked, Wanted(language, out), keyring)
            opened = out.open("rb")
            return _blocks(opened), out.stat().st_size

    def _access(self, company: Company, keyring: Keyring, people: tuple[Person, ...]) -> Request:
        """Return the request to see all but what was refused to this person."""
        whose = partial(holders, company, people)
        known, refused = self.office.policy.categories, refused_to_tell(keyring, people, whose)
        named = known if refused & {EVERYTHING, REST} else refused & known.keys()
        spare = self.office.policy.expand(*named)
        return Request(self.office.day(), people, access=True, spare=spare)

    @property
    def _terms(self) -> AllTerms:
        office = self.office
        return AllTerms(office.project, office.project.zone, office.country)

    @contextmanager
    def _keyring(self) -> Iterator[Keyring]:
        office = self.office
        with keyring_in(Heads.of(office.project.root, office.records), office.records) as keyring:
            yield keyring

    def _lately(self) -> Company:
        """Return the organisation as its stores are now, or were just before: to read from."""
        found, moment = self._recent.found, clock()
        if found is None or moment - found[0] >= FRESH:
            found = self._recent.found = moment, self._company()
        return found[1]

    def _company(self) -> Company:
        """Return the organisation as its stores are now."""
        project = self.office.project
        stores, unreachable = open_stores(project.datamap, project.root)
        return assemble_anew(project, stores, unreachable)


def _blocks(opened: BinaryIO) -> Iterator[bytes]:
    with opened:
        yield from iter(lambda: opened.read(BLOCK), b"")
