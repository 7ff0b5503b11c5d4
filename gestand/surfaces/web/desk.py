"""What the pages of officers ask of the organisation, and let happen to a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from gestand.core.facts import Person
from gestand.core.handing import Receiver
from gestand.core.notices import SENT, Notice
from gestand.core.request import NOTICES, What
from gestand.core.rights_rules import Ground, Right, Terms
from gestand.core.roles import Asks, Officer
from gestand.errors import CannotRun, GestandError
from gestand.surfaces.web.office import Office
from gestand.surfaces.web.page import address
from gestand.wiring import open_stores
from gestand.wiring.handing import sending_to
from gestand.wiring.mailing import sender_of
from gestand.wiring.recording import keyring_in
from gestand.work.by_right import Done, Shown, Wish, carried_out, given_anew, settled, shown
from gestand.work.cases import Listed, Whole, open_cases, waiting, whole_case
from gestand.work.company import Company, assemble
from gestand.work.decide import Answer
from gestand.work.handing_over import Went, handed_over
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.letters import as_text
from gestand.work.looks import look
from gestand.work.mails import Mail
from gestand.work.notice_words import About, letter_of
from gestand.work.notices import find, go_on_with, not_found, refuse_untold
from gestand.work.notices_kept import notices
from gestand.work.open_requests import AllTerms
from gestand.work.package_codes import ByMail, by_mail
from gestand.work.packages import packages
from gestand.work.people import by_identifier, find_people, in_several_columns, perhaps_gone
from gestand.work.people_where import as_looked_up
from gestand.work.portal.second_codes import OfCase, ask_removal, of_case, remove
from gestand.work.rights import NotPossible, Step, carry_on, digest_of_decider, the_rules
from gestand.work.rights_kept import Kept, by_row, request_known

MAIL = "mail"
"""How a code goes that nobody here sees."""


class WentOn(GestandError):
    """A case went on since its page was shown."""


@dataclass(frozen=True)
class Doing:
    """What somebody lets happen to a case as they saw it; `person` is a kind and what was typed.

    `version` is that of the case on the page that was sent, and `code` stands for what carrying it
    out would do, as it was shown; None as long as nobody said that they want that. `origin` is the
    website on which they act. `again` is for an answer that was given before, and `answered`
    is what they decide about rows: the step that asks, and what becomes of these.
    """

    number: int
    version: int
    what: What
    said: Mapping[str, str] = field(repr=False)
    person: tuple[str, str] | None = field(default=None, repr=False)
    code: str | None = None
    origin: str = ""
    again: bool = False
    answered: tuple[str, Answer] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class ToTell:
    """Who must be told of a case: the notices, each with its letter, and who stands on no list yet.
    """

    notices: Sequence[tuple[Notice, str]]
    left: Sequence[str]


@dataclass(frozen=True)
class Desk:
    """The work of officers for one organisation."""

    office: Office

    def open(self, officer: Officer) -> tuple[Listed, list[Mail] | None]:
        """Return the open requests that an officer sees, and the messages that wait for a person.

        Who sees a part of the requests sees no messages: nobody knows yet what these are about.
        """
        office = self.office
        with self.keyring() as keyring:
            state, day = keyring.journal.state, office.day()
            if officer.is_limited:
                return open_cases(
                    office.project, state, day, office.country,
                    lambda row: officer.sees(by_row(row), Asks(row.kind, row.person)),
                ), None
            return open_cases(office.project, state, day, office.country), waiting(state)

    def limited(self, officer: Officer) -> Officer:
        """Return an officer with the people whom they see, looked up now.

        Raises CannotRun where a store cannot be read: then nobody can tell.
        """
        if not officer.where:
            return officer
        with self.office.in_stores():
            return as_looked_up(self.company(), officer)

    def case(self, number: int) -> Whole | None:
        """Return one request with all that was said; None where there is none."""
        office = self.office
        with self.keyring() as keyring:
            return whole_case(office.project, keyring, number, office.day(), office.country)

    def second(self, whole: Whole, officers: Sequence[str]) -> OfCase | None:
        """Return how it stands with the authenticator of who asks; None where they have none."""
        with self.keyring() as keyring:
            return of_case(keyring, whole.case.kept, officers)

    def let_second_go(self, whole: Whole, why: str | None) -> None:
        """Ask to take away the authenticator of who asks, and why; or confirm it, without."""
        with self.office.recording() as keyring:
            if why is None:
                remove(keyring, whole.case.kept)
            else:
                ask_removal(keyring, whole.case.kept, why)

    def to_tell(self, whole: Whole, language: str) -> ToTell | None:
        """Return who must be told of a case; None where nobody has to be, or not yet."""
        kept, office = whole.case.kept, self.office
        if kept.request.right not in NOTICES or kept.request.carried_out is None:
            return None
        about = About(language, office.day())
        with self.keyring() as keyring:
            state = keyring.journal.state
            known = [*notices(state, kept.row.number).values()]
            letters = [letter_of(state, office.policy, one, about) for one in known]
            left = not_found(state, office.project.declared(), kept)
        told = [as_text(one) for one in letters]
        return ToTell([*zip(known, told, strict=True)], [one.name for one in left])

    def find_notices(self, whole: Whole) -> None:
        """Write down who must be told of a case."""
        office = self.office
        with self.office.recording() as keyring:
            find(keyring.journal, office.project.declared(), whole.case.kept, office.day())

    def say_of_notice(self, whole: Whole, number: int, became: str, said: str) -> None:
        """Write down what became of a notice of a case; CannotRun where that cannot be."""
        with self.office.recording() as keyring:
            if number not in notices(keyring.journal.state, whole.case.kept.row.number):
                message = f"there is no notice {number} of this request"
                raise CannotRun(message)
            if became == SENT and not said.strip():
                message = f"notice {number}: say how it went out"
                raise CannotRun(message)
            go_on_with(keyring.journal, number, became, said, self.office.day())

    def look(self, number: int, reason: str) -> None:
        """Write down a look at a case, before it is shown; CannotRun where that cannot be."""
        with self.keyring() as keyring:
            look(keyring.journal, number, reason)

    def carry_on(self, doing: Doing) -> Kept | Shown | Done:
        """Let something happen to a case; of carrying it out return what that would do, at first.

        Raises WentOn where it is not as it was seen any more, OtherPlan where carrying it out would
        do something else by now, NotPossible where it cannot happen, and GestandError where
        somebody cannot be found, or something cannot be kept.
        """
        project, day = self.office.project, self.office.day()
        with self.keyring() as keyring:
            seen = request_known(keyring.journal.state, doing.number)
            if seen.row.version != doing.version:
                raise WentOn
            if doing.what is What.TELL_RECIPIENTS:
                refuse_untold(keyring.journal.state, project.declared(), seen)
            terms = self.terms().on(seen.request.clock_from)
            if doing.what is What.CARRY_OUT:
                return self._carry_out(keyring, seen, doing, terms)
            person = self.person(doing.person) if doing.person else None
            return carry_on(keyring, seen, Step(doing.what, doing.said, day, terms, person))

    def _carry_out(
        self, keyring: Keyring, seen: Kept, doing: Doing, terms: Terms
    ) -> Shown | Done:
        kind, text = doing.person or ("", "")
        asked, known = doing.said.get("language", ""), self.office.languages
        language = asked if asked in known else known[0]
        goes = self._by_mail(keyring, doing, language) if doing.said.get("way") == MAIL else None
        to = self._goes_to(seen, doing)
        with self.office.in_stores():
            company = self.company()
            wish = Wish(
                kind, text, by_identifier(company, kind, text),
                language,
                doing.said.get("category", ""), doing.said.get("value", ""), goes,
                goes_to=None if to is None else (to, sending_to(to.url)),
            )
            if doing.again:
                return given_anew(company, keyring, seen, wish, terms)
            if doing.answered is not None:
                return settled(company, keyring, seen, (wish, *doing.answered), terms)
            if doing.code is None:
                return shown(company, keyring, seen, wish, terms)
            return carried_out(company, keyring, seen, (wish, doing.code), terms)

    def _goes_to(self, seen: Kept, doing: Doing) -> Receiver | None:
        """Return to whom a package goes straight; NotPossible where it may not go there."""
        name = doing.said.get("receiver", "")
        if not name:
            return None
        if name not in self.office.receivers or seen.request.right is not Right.PORTABILITY:
            message = f"request {seen.row.number}: nothing of it goes straight to that controller"
            raise NotPossible(message)
        return self.office.receivers[name]

    def handed(self, number: int) -> Sequence[Went]:
        """Return what went straight to other controllers by a request."""
        with self.keyring() as keyring:
            return handed_over(keyring.journal.state, number)

    def _by_mail(self, keyring: Keyring, doing: Doing, language: str) -> ByMail:
        """Return how the code of an answer goes; CannotRun where it could not."""
        office, page = self.office, f"{doing.origin}{address(language, 'fetch')}"
        about, to = (doing.number, language, page), doing.said.get("address", "")
        return by_mail(keyring, sender_of(office.project), office.policy, about, to)

    def grounds(self, whole: Whole) -> Sequence[Ground]:
        """Return the grounds on which what is asked can be limited."""
        right = whole.case.kept.request.right
        return [one for one in the_rules().grounds.values() if right in one.rights]

    def kinds(self) -> Sequence[str]:
        """Return the kinds of people of the organisation."""
        return list(self.office.project.datamap.subjects if self.office.project.datamap else ())

    def columns(self, whole: Whole) -> Mapping[str, Sequence[str]]:
        """Return the columns of each category that has several, of whoever asks."""
        datamap, kind = self.office.project.datamap, whole.case.kept.row.kind
        if datamap is None or kind not in datamap.subjects:
            return {}
        return in_several_columns(datamap, kind)

    def who_acts(self, whole: Whole) -> str:
        """Return by what own records tell whoever acts apart, in a case."""
        with self.keyring() as keyring:
            return digest_of_decider(keyring.journal.state, whole.case.kept.events)

    def gave(self, number: int) -> bool:
        """Tell whether an answer to a request ever waited for its person."""
        with self.keyring() as keyring:
            found = packages(keyring.journal.state).values()
        return any(one.request == number for one in found)

    def terms(self) -> AllTerms:
        """Return the terms by which requests are counted and judged."""
        project = self.office.project
        return AllTerms(project, project.zone, self.office.country)

    def company(self) -> Company:
        """Return the organisation with its stores, by the declaration that is shown."""
        project = self.office.project
        stores, unreachable = open_stores(project.datamap, project.root)
        return assemble(project, stores, unreachable)

    @contextmanager
    def keyring(self) -> Iterator[Keyring]:
        """Open own records with their keys."""
        office = self.office
        with keyring_in(Heads.of(office.project.root, office.records), office.records) as keyring:
            yield keyring

    def person(self, typed: tuple[str, str]) -> Person:
        """Return who was typed, a kind and a text; CannotRun where that is nobody."""
        with self.office.in_stores():
            company, (kind, text) = self.company(), typed
            return next(find_people(company, [(kind, text, by_identifier(company, kind, text))]))

    def person_of_a_hold(self, typed: tuple[str, str]) -> Person:
        """Return who was typed, also where their row is not there any more."""
        with self.office.in_stores():
            company, (kind, text) = self.company(), typed
            identifier = by_identifier(company, kind, text)
            return perhaps_gone(company, kind, text, by_identifier=identifier)


def asks_of(kept: Kept) -> Asks:
    """Return who asks with a request, as far as that is settled."""
    return Asks(kept.row.kind, kept.row.person)
