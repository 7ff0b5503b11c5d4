"""Bring a request to its end whose person is found no more: a run before a crash removed their row.

Their row goes last in its store, and the same key makes the same plan: what the run left, of other
stores as well, goes with the next one.
"""

from __future__ import annotations

from collections.abc import Sequence

from gestand.core.facts import Person
from gestand.core.rights_rules import Right
from gestand.errors import CannotRun
from gestand.work.carry_out import carry_out
from gestand.work.company import Company
from gestand.work.corrections import forget_corrections
from gestand.work.fulfil import OfAnother, erased_by, fulfil, saying, spared, to_erase
from gestand.work.keyring import Keyring
from gestand.work.portal.lets_in import tend
from gestand.work.put_back import refuse_put_back
from gestand.work.residue.removals import after_run
from gestand.work.rights import Step
from gestand.work.rights_kept import Kept
from gestand.work.sweep import Request, prepare
from gestand.work.views import forget_who_went
from gestand.work.way_back import way_back


def brought_to_its_end(
    company: Company,
    keyring: Keyring,
    seen: Kept,
    asked: tuple[Step, Sequence[Person]],
    error: CannotRun | OfAnother,
) -> Kept:
    """Return what became of a request of which nobody was found any more; `error` tells why.

    `asked` is what happens to it, and who may be meant by the key that was named. Raises `error`
    where no run of the request removed their row.
    """
    step, who = asked
    runs = list(erased_by(company, seen, who))
    if any(run["status"] == "done" for run in runs):
        return fulfil(keyring, seen, step, who, lambda: None)
    named = {company.state.digest(person.kind, person.key): person for person in who}
    left = [named[digest] for run in runs for digest in run["people"] if digest in named]
    # Of a key that somebody else has by now nothing goes.
    if not left or isinstance(error, OfAnother) or seen.request.right is not Right.ERASURE:
        raise error
    spare = frozenset(spared(company, seen, {left[-1].kind}))
    plan = Request(step.today, (left[-1],), erase=True, spare=spare)
    with to_erase(company, plan, seen.request.categories) as (_, stays):
        step = saying(step, stays)
    return fulfil(keyring, seen, step, who, lambda: _rest(company, keyring, plan))


def _rest(company: Company, keyring: Keyring, asked: Request) -> None:
    """Carry out what is left of the plan of a person."""
    with prepare(company, asked) as prepared:
        refuse_put_back(prepared.ready.put_back)
        receipt = carry_out(
            prepared, keyring.journal, back=way_back(company, asked.as_of, keyring)
        )
        if not receipt.waits:
            forget_corrections(keyring, prepared.ready.noted.let_go(asked.people))
        tend(company, keyring)
        forget_who_went(company, prepared.runs, asked.as_of)
        asks = bool(prepared.plan.questions)
    after_run(company, receipt)
    if receipt.waits or receipt.stuck or asks:
        message = "not all could be done: a store is waited for, or a person must decide first"
        raise CannotRun(message)
