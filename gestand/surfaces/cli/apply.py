"""`gestand apply`: carry out the plan, after showing it."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.core.plan.explain import decide_command, overview, reason
from gestand.core.plan.steps import Measured
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.asking import (
    Asked,
    asks,
    how_to_print,
    progress,
    request,
    tell_of_correction,
    tell_of_interrupted,
    tell_of_put_back,
    tell_of_reviews,
    tell_of_same_address,
    tell_of_undo,
    tell_of_unmapped,
    typed_again,
)
from gestand.surfaces.cli.below import Several, tell_below, tell_hidden
from gestand.surfaces.cli.edge import BRAKED, COULD_NOT_RUN, plainly
from gestand.surfaces.cli.waiting import tell_of_waiting_runs, tell_waiting
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.wiring.tracing import trace
from gestand.work.brake import Braked, brake, release_code
from gestand.work.carry_out import carry_out
from gestand.work.company import Company
from gestand.work.consents.agree import agree
from gestand.work.corrections import correct_again, forget_corrections, keep_correction
from gestand.work.notices_kept import notices
from gestand.work.past_runs import newest_first
from gestand.work.portal.lets_in import tend
from gestand.work.proposed import refuse_proposals
from gestand.work.put_back import refuse_put_back
from gestand.work.receipt import Receipt
from gestand.work.residue.removals import after_run
from gestand.work.state import State
from gestand.work.suppression import keep_objections
from gestand.work.sweep import Prepared, Request, in_force, prepare
from gestand.work.views import forget_who_went
from gestand.work.way_back import NO_WAY_BACK, way_back


@click.command()
@asks
@click.option("--yes", is_flag=True, help="Do not ask: for machines.")
@click.option("--first-run", is_flag=True, help="Confirm the first run on these stores.")
@click.option(
    "--release", metavar="CODE", help="Release the brake for exactly the plan that printed CODE."
)
@click.option(
    "--ahead",
    is_flag=True,
    help="Carry out a plan for a day that has not come, or of an older version of the policy: "
    "what is held today goes as well.",
)
@click.option(
    "--after-restore",
    is_flag=True,
    help="A store was put back from a backup: remove and change again what went since.",
)
@click.option(
    "--final", is_flag=True, help="Leave no way back, whatever the policy says under `undo`."
)
@plainly
def command(
    directory: Path,
    as_of: date | None,
    people: tuple[str, ...],
    erase: bool,
    spare: tuple[str, ...],
    going: tuple[str, ...],
    correct: str | None,
    yes: bool,
    first_run: bool,
    release: str | None,
    ahead: bool,
    after_restore: bool,
    final: bool,
    planned: Prepared | None = None,
    several: Several | None = None,
) -> None:
    """Carry out the plan, after showing it; it can be stopped and run again."""
    trace()
    company = planned.company if planned else open_company(directory)
    typed = Asked(as_of, people, erase, correct, spare, going)
    asked = planned.request if planned else request(company, typed)
    asked = replace(asked, after_restore=after_restore)
    said = (("--ahead", ahead), ("--after-restore", after_restore), ("--final", final))
    again = typed_again(directory, typed, asked, *(name for name, is_ in said if is_), day=True)
    _refuse_a_part(asked)
    if not ahead:
        _refuse_another_day(company, asked.as_of)
    _end_consents_again(company, asked)
    with nullcontext(planned) if planned else prepare(company, asked, progress) as prepared:
        _show(prepared, final=final)
        _refuse_put_back(prepared)
        _may_go_on(prepared, again, yes=yes, first_run=first_run, release=release)
        with keyring_of(company) as keyring:
            keep_objections(company, keyring.journal, asked.people)
            if prepared.ready.put_back:
                _tell_corrected(correct_again(company, keyring, asked.as_of))
            kept = keep_correction(company, asked, keyring)
            back = NO_WAY_BACK if final else way_back(company, asked.as_of, keyring)
            receipt = carry_out(prepared, keyring.journal, progress, back=back)
            if asked.erase and not receipt.waits:
                forget_corrections(keyring, prepared.ready.noted.let_go(asked.people))
            tend(company, keyring)
        _tell_done(receipt, directory)
        _tell_processors(company, receipt)
        if several is None:
            tell_hidden(forget_who_went(company, prepared.runs, today(company.zone)))
        if kept is not None:
            click.echo(f"Kept encrypted until {kept}, for when a backup has the old value.")
        _tell_below(company, receipt, several)
        for question in prepared.plan.questions:
            _tell_question(question, None if correct else typed_again(directory, typed, asked))
        if receipt.waits:
            tell_waiting(receipt, again)
            sys.exit(COULD_NOT_RUN)
        if prepared.plan.questions or receipt.stuck:
            sys.exit(BRAKED)


def _show(prepared: Prepared, *, final: bool) -> None:
    """Show a plan before it is carried out, with all that may keep somebody from it."""
    for line in overview(prepared.plan):
        click.echo(line)
    tell_of_correction(prepared)
    tell_of_same_address(prepared)
    tell_of_reviews(prepared)
    tell_of_undo(prepared, final=final)
    tell_of_put_back(prepared)
    tell_of_waiting_runs(prepared.company.state)
    tell_of_unmapped(prepared.company)


def _tell_processors(company: Company, receipt: Receipt) -> None:
    """Say who has to remove the same: a processor holds it for the organisation."""
    told = [one for one in notices(company.state).values() if one.receipt == receipt.number]
    if told:
        names = ", ".join(f"`{one.wanted.to}`" for one in told)
        click.echo(f"To be told to remove it as well: {names}. `gestand notices` says how.")


def _end_consents_again(company: Company, asked: Request) -> None:
    """End consents in a store that was put back: a plan is made by what its rows say."""
    if not asked.after_restore:
        return
    with keyring_of(company) as keyring:
        done = agree(company, keyring, restored=True)
    if done.written:
        click.echo(f"Consent ended again, as the register says: {counted(done.written)}.")


def _tell_corrected(rows: int) -> None:
    if rows:
        click.echo(f"Corrected again: {counted(rows)}.")


def _refuse_a_part(asked: Request) -> None:
    """Refuse to make a store up to date for a few people, or for one value, only."""
    if asked.after_restore and (asked.people or asked.correction):
        message = "--after-restore is about everybody: leave --person and --correct out"
        raise CannotRun(message)


def _refuse_put_back(prepared: Prepared) -> None:
    if not prepared.request.after_restore:
        refuse_put_back(prepared.ready.put_back)


def _refuse_another_day(company: Company, day: date) -> None:
    """Refuse a day as of which something goes that may be held today."""
    current = today(company.zone)
    if day > current:
        message = "--as-of is in the future: `plan` forecasts, but what is held today may not go"
        raise CannotRun(message)
    if in_force(company.versions, day) != in_force(company.versions, current):
        message = "--as-of lies before the policy in force today, which may hold what goes by then"
        raise CannotRun(message)


def _may_go_on(
    prepared: Prepared, again: str, *, yes: bool, first_run: bool, release: str | None
) -> None:
    plan, state = prepared.plan, prepared.company.state
    sweeping = not prepared.request.people
    if plan.changes:
        # Before the brake: the command that it prints would be refused all the same.
        refuse_proposals(prepared.company.proposed, "removed")
    stopped = brake(plan) if sweeping else None
    code = release_code(prepared) if stopped is not None else ""
    first = sweeping and bool(plan.changes) and _never_ran(state)
    if stopped is not None and release != code:
        _tell_brake(stopped, f"{again} --release {code}", first=first)
        sys.exit(BRAKED)
    if first and not first_run:
        released = f" --release {release}" if release else ""
        click.echo("This is the first run on these stores. Look at `gestand plan`, then confirm:")
        click.echo(f"  gestand apply {again} --first-run{released}")
        sys.exit(BRAKED)
    if plan.changes and not yes:
        click.confirm("Carry out this plan?", abort=True)


def _tell_done(receipt: Receipt, directory: Path) -> None:
    done = "Done so far" if receipt.waits else "Done"
    rows, files = counted(receipt.rows), counted(receipt.files, "file")
    click.echo(
        f"{done}: {rows} removed or changed, {files} removed. "
        + how_to_print(receipt.number, directory)
    )
    if receipt.rows and receipt.back.until is not None:
        click.echo(f"`gestand undo {receipt.number}` brings it back, until {receipt.back.until}.")
    tell_of_interrupted(receipt.interrupted)
    if receipt.alone:
        alone = counted(receipt.alone, "row", "were")
        click.echo(
            f"{alone} left alone: changed since the plan, or somebody else's or held by then. "
            "`gestand plan` says what is to be done now."
        )
    if receipt.left:
        click.echo(f"{counted(receipt.left, 'file', 'were')} left in place, as was decided.")
    if receipt.stuck:
        click.echo(
            f"{counted(receipt.stuck, 'file')} could not be removed, although the rows went. That "
            "stays to be done: the next run tries again. Look at the folders that `files:` names."
        )


def _tell_below(company: Company, receipt: Receipt, several: Several | None) -> None:
    if several is not None:
        several.add(receipt)
        return
    for line in tell_below(after_run(company, receipt)):
        click.echo(line)


def _tell_question(question: Measured, again: str | None) -> None:
    """Say what a person must decide, and how; after a correction the old value is gone."""
    step, rows = question.step, counted(question.rows)
    if again is not None:
        click.echo(f"A person must decide about {rows} of {step.table}: {reason(question)}.")
        click.echo(f"  {decide_command(step.id, again)}")
    else:
        click.echo(f"A person must look at {rows} of {step.table}: {reason(question)}.")


def _never_ran(state: State) -> bool:
    runs = (r for r in newest_first(state) if r["kind"] == "plan applied")
    return not any(r["status"] in ("done", "waiting") and not r["people"] for r in runs)


def _tell_brake(stopped: Braked, released: str, *, first: bool) -> None:
    click.echo("The brake stops this run: it would change much at once.")
    for table, rows, of in stopped.tables:
        click.echo(f"  {table}: {rows:,} of {counted(of)} ({rows / max(of, 1):.0%})")
    click.echo(f"  in all: {counted(stopped.total)}. Nothing has been changed.")
    option = " --first-run" if first else ""
    click.echo("Is this what you mean? Then run:")
    click.echo(f"  gestand apply {released}{option}")
