"""`gestand consents`: the register of consents, as a person or a program reads it."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import click

from gestand.core.consent import Event
from gestand.core.counting import counted
from gestand.core.facts import Person
from gestand.errors import CannotRun
from gestand.records.consents import Row
from gestand.settings import today
from gestand.surfaces.cli.asking import Asked, request
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.company import Company
from gestand.work.consents.agree import agree
from gestand.work.consents.carried import LATE, NOTHING, carries
from gestand.work.consents.look import Latest, export, latest, standing
from gestand.work.consents.look import history as all_of
from gestand.work.consents.receipts import receipt as receipt_of
from gestand.work.consents.renew import ending
from gestand.work.holder import LEFT_OUT


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--person",
    metavar="KIND:KEY",
    help="What this person said last, e.g. `applicant:5`; `KIND:-` reads from standard input.",
)
@click.option("--history", is_flag=True, help="With --person: all that is on record, oldest first.")
@click.option(
    "--by-words",
    is_flag=True,
    help="How many consents stand today, by purpose and by the words that were shown.",
)
@click.option("--receipt", metavar="NUMBER", help="Print this receipt, for the person.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["html", "jsonld"]),
    default="html",
    help="With --receipt: a page for people, or linked data (ISO/IEC TS 27560 in DPV terms).",
)
@click.option("--lang", metavar="LANGUAGE", help="With --receipt: the language of the page.")
@click.option(
    "--export",
    "form",
    type=click.Choice(["csv", "json"]),
    help="Write every consent to standard output: people stand there as digests.",
)
@click.option(
    "--ask-again",
    "days",
    type=click.IntRange(1, 3650),
    metavar="DAYS",
    help="Name the rows whose consent ends by itself within so many days.",
)
@click.option(
    "--agree",
    "agreeing",
    is_flag=True,
    help="Copy what columns say into the register, and write into columns what has ended.",
)
@plainly
def command(
    directory: Path,
    person: str | None,
    receipt: str | None,
    shape: str,
    lang: str | None,
    form: str | None,
    days: int | None,
    agreeing: bool,
    *,
    history: bool,
    by_words: bool,
) -> None:
    """Tell what is on record of consents: given, refused and withdrawn, to which words, and how."""
    if sum(map(bool, (person, receipt, form, days, agreeing, by_words))) != 1:
        message = "choose one: --person, --receipt, --by-words, --export, --ask-again or --agree"
        raise CannotRun(message)
    company = open_company(directory)
    if receipt:
        language = lang or company.policy.controller.languages[0]
        click.echo(receipt_of(company, receipt, shape, language), nl=False)
    if agreeing:
        _agree(company)
    elif form:
        export(company, sys.stdout, form)
    elif days:
        _tell_ending(company, days)
    elif person:
        asked = request(company, Asked(None, (person,), erase=False))
        for one in asked.people:
            _show(company, one, whole=history)
    elif by_words:
        _tell_standing(company)


def _agree(company: Company) -> None:
    with keyring_of(company) as keyring:
        done = agree(company, keyring)
    copied, written = counted(done.copied, "consent"), counted(done.written)
    click.echo(f"{copied} copied into the register, {written} brought to agree with it.")
    for table, key in done.to_come:
        row = f"{table} {','.join(map(str, key))}"
        what = "its consent lies in the future; until then it is neither copied nor used: mend it"
        click.echo(f"{row}: G611 {what}", err=True)
    if done.to_come:
        sys.exit(BRAKED)


def _tell_standing(company: Company) -> None:
    found = standing(company, today(company.zone))
    for one in found:
        words = f"to the words of {one.words}" if one.words else "to words that nobody knows"
        days = one.first if one.first == one.last else f"{one.first} to {one.last}"
        number = counted(one.number, "consent", "stand")
        click.echo(f"{one.purpose}: {number} {words}, given on {days}")
    if not found:
        click.echo("No consent stands.")


def _tell_ending(company: Company, days: int) -> None:
    """Name rows by their keys: whoever asks these people again has to find them."""
    day, found = today(company.zone), 0
    then = day + timedelta(days=days)
    for one in ending(company, day, then):
        last = f", until {one.last}" if one.last else ""
        click.echo(f"{one.purpose}: {one.table} {','.join(map(str, one.key))}{last}")
        found += 1
    click.echo(f"{counted(found, 'consent', 'end')} by {then} if nobody is asked again.", err=True)


def _show(company: Company, person: Person, *, whole: bool) -> None:
    if whole:
        rows, others = all_of(company, person)
        for row in rows:
            click.echo(f"{row.at}  {_said(row)}. Receipt {row.receipt}")
    else:
        day = today(company.zone)
        found, others = latest(company, person, day)
        if not found:
            click.echo(f"Nothing is on record of this {person.kind}.")
        for one in found:
            click.echo(_line(one))
            if one.late:
                click.echo(f"  An earlier consent {LATE}.")
            stands = one.row.event == Event.GIVEN.value and not one.expired
            if stands and not carries(company, person, one.row.purpose, day):
                click.echo(f"  It {NOTHING}.")
    if others:
        click.echo(f"Left out ({LEFT_OUT}): {counted(others, 'record')}.")


def _line(one: Latest) -> str:
    until = f", until {one.until} at the latest" if one.until else ""
    over = " (over)" if one.expired else ""
    return f"{_said(one.row)}{until}{over}. Receipt {one.row.receipt}"


def _said(row: Row) -> str:
    words = f", to the words of {row.words}" if row.words else ""
    how = f", by {row.how}" if row.how else ""
    return f"{row.purpose}: {row.event} on {row.day}{words}{how}"


