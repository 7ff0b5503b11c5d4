"""Take in what somebody asks who signed in, and do at once what has effect at once.

What the organisation decides becomes a request whose identity is settled: they signed in. The
request, who asks and their words are one transaction. Consent that is withdrawn, and advertising
that is refused, need no decision: these are carried out as soon as they are on record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gestand.core.facts import Person
from gestand.core.request import NO_IDENTITY, What
from gestand.core.rights_due import is_at_once
from gestand.core.rights_rules import Right, Terms
from gestand.errors import CannotRun
from gestand.settings import acting_as
from gestand.work.by_form import FORM, Form, message_of, place_of
from gestand.work.company import Company
from gestand.work.fulfil import fulfil
from gestand.work.keyring import Keyring
from gestand.work.linked import linked_people
from gestand.work.mails import Mail
from gestand.work.rights import New, Step, add_new, carry_on, judged
from gestand.work.rights_kept import Kept, request_known
from gestand.work.suppression import suppress_people
from gestand.work.withdrawals import withdraw

OWN = (What.COMPLAIN, What.WITHDRAW)
"""What people let happen to their requests."""

METHOD = "signed-in"
BY = "who asks, signed in"
"""By whom it is, in words of ours: the events of a request say it."""


@dataclass(frozen=True)
class Asking:
    """What somebody asks: about themselves as `person`, of which purposes or categories of data.

    `form` says it in words, with the address on file by which they signed in.
    """

    person: Person
    form: Form
    purposes: Sequence[str] = ()
    categories: Sequence[str] = ()


def ask(keyring: Keyring, asking: Asking, today: date, terms: Terms) -> list[int]:
    """Keep a request for each right of somebody who signed in, and return their numbers.

    Of the very same form that was sent before it returns those. Raises CannotRun without a master
    key.
    """
    if keyring.master is None:
        message = "what people write is kept encrypted, and the data map names no master key"
        raise CannotRun(message)
    state, form, person = keyring.journal.state, asking.form, asking.person
    with acting_as(BY), keyring.journal.recording() as news:
        with state.mails() as records:
            known = records.at_place(place_of(state, form))
        if known is not None:
            return [*Mail(known).told["requests"]]
        about = {right: tuple(asking.purposes) for right in form.rights}
        new = New(today, FORM, form.rights, person, about, asking.categories)
        numbers = add_new(keyring, new, today, news)
        for number in numbers:
            kept = request_known(state, number)
            if kept.request.right not in NO_IDENTITY:
                step = Step(What.SETTLE_IDENTITY, {"method": METHOD}, today, terms, person)
                judged(keyring, kept, step).record(news)
        message_of(keyring, news, form, numbers, today)
    return numbers


def go_on(keyring: Keyring, seen: Kept, happens: What, because: str, what: Step) -> Kept:
    """Let somebody withdraw their request, or complain of its answer (`OWN`), in their words.

    `what` is a step of that day and those terms. Raises NotPossible where it cannot follow.
    """
    said = {"because": because}
    if happens is What.COMPLAIN:
        said["received"] = what.today.isoformat()
    with acting_as(BY):
        return carry_on(keyring, seen, replace(what, what=happens, said=said))


def do_at_once(
    company: Company, keyring: Keyring, number: int, person: Person, what: Step
) -> Kept:
    """Carry out a request that has effect at once, and return what became of it.

    What it takes a ground from goes with the next plan that is applied. Raises CannotRun where a
    store or own records cannot be written: then it stays on record as to be carried out at once.
    """
    kept = request_known(keyring.journal.state, number)
    if not is_at_once(kept.request):
        return kept  # it was done before
    acts: dict[Right, Callable[[], object]] = {
        Right.WITHDRAWAL: lambda: withdraw(
            company, keyring, kept, f"{person.kind}:{person.key}"
        ),
        Right.MARKETING: lambda: suppress_people(
            company, keyring.journal, [*linked_people(company, (person,)).people]
        ),
    }
    act = acts[kept.request.right]

    def do() -> None:
        act()

    with acting_as(BY):
        return fulfil(keyring, kept, what, (person,), do)
