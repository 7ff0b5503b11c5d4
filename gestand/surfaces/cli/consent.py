"""`gestand consent`: record that somebody gives, refuses or withdraws consent."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

import click

from gestand.core.consent import Event
from gestand.core.counting import counted
from gestand.core.findings import Finding, did_you_mean
from gestand.errors import CannotRun
from gestand.settings import now, today
from gestand.surfaces.cli.asking import Asked, request, standard_input, typed
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.moments import DAY, MOMENT
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.company import Company
from gestand.work.consents.carried import LATE, NOTHING, carries
from gestand.work.consents.correct import correct
from gestand.work.consents.record import Recorded, record_lines

_LINES, _CORRECT = "lines", "correct"
_EVENTS = {"give": Event.GIVEN, "refuse": Event.REFUSED, "withdraw": Event.WITHDRAWN}
_TYPED = "command line"
_OPTIONS = {"words": "--words", "language": "--lang", "who": "--person", "row": "--row"}
_KEY = re.compile(rf"`({'|'.join(_OPTIONS)})`")

TOGETHER = 1000
"""Lines that are recorded together."""


@click.command()
@click.argument("what", metavar="give|refuse|withdraw|correct|lines")
@click.argument("purpose", required=False)
@click.option(
    "--in",
    "directory",
    default=".",
    metavar="DIRECTORY",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder that holds `privacy/`. Default: this one.",
)
@click.option(
    "--person",
    metavar="KIND:KEY",
    help="Who says it, e.g. `applicant:5`; `KIND:-` reads an identifier from standard input.",
)
@click.option(
    "--row",
    default="",
    metavar="KEY",
    help="For which row, where they have several; `a,b` where its key has two columns.",
)
@click.option(
    "--words",
    type=DAY,
    metavar="DATE",
    help="The version of the statement whose words were shown: needed to give.",
)
@click.option("--lang", default="", metavar="LANGUAGE", help="In which language they were shown.")
@click.option(
    "--how", default="", metavar="TEXT", help="How they said it: form, letter, telephone."
)
@click.option(
    "--receipt", default="", metavar="NUMBER", help="With `correct`: of the consent that is wrong."
)
@click.option(
    "--at",
    type=MOMENT,
    metavar="MOMENT",
    help="When, with the zone, e.g. `2026-12-01T09:30+01:00`. Default: now.",
)
@plainly
def command(
    what: str,
    purpose: str | None,
    directory: Path,
    person: str | None,
    row: str,
    words: date | None,
    lang: str,
    how: str,
    receipt: str,
    at: datetime | None,
) -> None:
    """Record what somebody says about PURPOSE, or with `lines` what stands on standard input.

    `correct` says that the consent with a receipt was recorded wrongly, and by `--how` why: it ends
    at once, and both entries stay on record.

    Each line of that is an object of JSON: `{"event": "given", "purpose": "talent pool", "who":
    "applicant:5", "at": "2026-12-01T09:30+01:00", "words": "2026-01-01", "language": "nl"}`, and
    may have a `receipt`, by which it is recorded once, `row`, `how` and `from`. A thousand lines
    are recorded together or, where one of them cannot be right, not at all: then send the rest
    again. Ends with 0 when all is on record, 1 when some are not.
    """
    company = open_company(directory)
    if what == _LINES:
        _record_lines(company)
        return
    if what == _CORRECT:
        _correct(company, receipt, person, how)
        return
    if what not in _EVENTS:
        known = [*_EVENTS, _CORRECT, _LINES]
        hint = did_you_mean(what, known) or "write `give`, `refuse` or `withdraw`"
        message = f"`{what}` is nothing that is recorded; {hint}"
        raise CannotRun(message)
    if not purpose or not person:
        message = "name the purpose, and with `--person` who says it"
        raise CannotRun(message)
    told = {
        "event": _EVENTS[what].value,
        "purpose": purpose,
        "who": _who(person),
        "row": row,
        "at": (at or now()).astimezone(UTC).isoformat(),
        "words": str(words or ""),
        "language": lang,
        "how": how,
    }
    _record(company, [json.dumps({k: v for k, v in told.items() if v})], _TYPED)
    if told["event"] == Event.GIVEN.value:
        _tell_of_nothing(company, told["who"], purpose)


def _correct(company: Company, receipt: str, person: str | None, because: str) -> None:
    if not receipt or not person:
        message = "name the consent by `--receipt`, and with `--person` of whom it was recorded"
        raise CannotRun(message)
    (who,) = request(company, Asked(None, (person,), erase=False)).people
    with keyring_of(company) as keyring:
        done = correct(company, keyring, receipt, who, because)
    _refuse_findings(done, "")
    click.echo(f"Corrected. Receipt: {done.receipts[0]}")


def _who(text: str) -> str:
    if "@" in text:
        # An argument ends up in shell histories and process lists.
        message = "give an e-mail address on standard input: `--person KIND:-`"
        raise CannotRun(message)
    kind, _, key = text.partition(":")
    return f"{kind}:{typed(f'Identifier of the {kind}')}" if key == "-" else text


def _record(company: Company, lines: list[str], file: str) -> None:
    with keyring_of(company) as keyring:
        done = record_lines(company, keyring, lines, file)
    _refuse_findings(done, "", _as_options)
    click.echo(f"Recorded. Receipt: {done.receipts[0]}")
    if done.late:
        click.echo(f"The earlier consent {LATE}.")
    if done.nowhere:
        click.echo("No row carries this consent now: look whether `--person` is right.", err=True)


def _as_options(finding: Finding) -> str:
    """Return a finding about what was typed: of options, and not of the keys of a line."""
    told = f"{finding.code}  {finding.message}; {finding.suggestion}"
    return _KEY.sub(lambda key: f"`{_OPTIONS[key[1]]}`", told)


def _record_lines(company: Company) -> None:
    """Record what stands on standard input, a thousand lines at a time."""
    new = known = late = first = 0
    told = standard_input()
    with keyring_of(company) as keyring:
        while lines := list(islice(told, TOGETHER)):
            done = record_lines(company, keyring, lines, "standard input", first + 1)
            before = f" of lines {first + 1} to {first + len(lines)}" if first else ""
            _refuse_findings(done, before)
            new, known, first = new + done.new, known + done.known, first + len(lines)
            late += done.late
    again = f", {known} on record already" if known else ""
    click.echo(f"{counted(new, 'consent')} recorded{again}.")
    if late:
        click.echo(f"Of {late} of them the earlier consent {LATE}.")


def _tell_of_nothing(company: Company, who: str, purpose: str) -> None:
    """Say so where consent that was recorded is no ground for anything."""
    kind, _, text = who.partition(":")
    if company.holdings.subjects.get(kind) is None:
        return  # whoever has no row of their own has their consent in the rows of others
    (person,) = request(company, Asked(None, (f"{kind}:{text}",), erase=False)).people
    if not carries(company, person, purpose, today(company.zone)):
        click.echo(f"`{purpose}` {NOTHING}.")


def _refuse_findings(
    done: Recorded, which: str, shown: Callable[[Finding], str] = str
) -> None:
    for finding in done.findings:
        click.echo(shown(finding), err=True)
    if done.findings:
        found = counted(len(done.findings), "finding")
        click.echo(f"gestand: {found}: nothing{which} is recorded", err=True)
        sys.exit(BRAKED)
