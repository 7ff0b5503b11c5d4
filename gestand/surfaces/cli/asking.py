"""What `plan` and `apply` have in common: the day, the people, and how a plan is shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table

from gestand.core.facts import Person
from gestand.core.plan.explain import columns, reason
from gestand.core.plan.steps import AskHuman, Erase, Keep, Measured, Plan, Redact
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.work.company import Company
from gestand.work.people import find_people
from gestand.work.sweep import Request

Command = TypeVar("Command", bound=Callable[..., Any])

_DIRECTORY = click.argument(
    "directory", default=".", type=click.Path(path_type=Path, file_okay=False)
)
_AS_OF = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Count from this day; a day in the future is a forecast. Default: today.",
)
_PERSON = click.option(
    "--person",
    "people",
    multiple=True,
    metavar="KIND:KEY",
    help="Only this person, e.g. `customer:17`; `KIND:-` reads an identifier such as an "
    "e-mail address from standard input. May be given more than once.",
)
_ERASE = click.option(
    "--erase", is_flag=True, help="These people ask for erasure (GDPR article 17)."
)


def asks(command: Command) -> Command:
    """Add the argument and the options that say what is asked."""
    for option in (_ERASE, _PERSON, _AS_OF, _DIRECTORY):
        command = option(command)
    return command


def request(
    company: Company, as_of: datetime | None, people: Iterable[str], *, erase: bool
) -> Request:
    """Return what is asked; a person that is not there or not clear raises GestandError."""
    named = [_with_identifier(text) for text in people]
    if erase and not named:
        message = "--erase needs --person: nobody asked for erasure"
        raise CannotRun(message)
    day = as_of.date() if as_of else today(company.zone)
    if day >= date(9999, 1, 1):
        message = "--as-of lies beyond the calendar"
        raise CannotRun(message)
    return Request(day, tuple(find_people(company, named)), erase)


def show(plan: Plan, console: Console) -> None:
    """Print what goes, what changes, what stays and what a person must decide."""
    for title, wanted in (
        ("Goes", lambda m: isinstance(m.step, Erase)),
        ("Changes", lambda m: isinstance(m.step, Redact)),
        ("Stays", lambda m: isinstance(m.step, Keep)),
        ("Asks a person", lambda m: isinstance(m.step, AskHuman)),
    ):
        rows = [m for m in plan.measured if m.rows and wanted(m)]
        if rows:
            console.print(_table(title, rows))
    console.print(summary(plan))


def summary(plan: Plan) -> str:
    """Return one line that sums a plan up."""
    goes = sum(m.rows for m in plan.changes if isinstance(m.step, Erase))
    changes = sum(m.rows for m in plan.changes if isinstance(m.step, Redact))
    asked = sum(m.rows for m in plan.questions)
    return (
        f"As of {plan.program.as_of}: {goes} rows go, {changes} rows lose cells, "
        f"{asked} rows wait for a person."
    )


def progress_line(console: Console) -> Callable[[str, int, int], None] | None:
    """Return a function that shows how far work is, on a terminal only."""
    if not console.is_terminal:
        return None

    def tell(what: str, done: int, total: int) -> None:
        console.print(f"\r\x1b[K[{done}/{total}] {what}", end="\r", highlight=False)

    return tell


def _with_identifier(text: str) -> tuple[str, str, bool]:
    kind, colon, key = text.partition(":")
    if not colon or not key:
        message = f"`--person {kind}` needs a key: `KIND:KEY`, or `KIND:-` for standard input"
        raise CannotRun(message)
    if "@" in key:
        # An argument ends up in shell histories and process lists.
        message = "give an e-mail address on standard input: `--person KIND:-`"
        raise CannotRun(message)
    if key != "-":
        return kind, key, False
    if sys.stdin.isatty():
        return kind, str(click.prompt(f"Identifier of the {kind}", hide_input=True)), True
    line = sys.stdin.readline().strip("\r\n")
    if not line.strip():
        message = f"`--person {kind}:-`: standard input gave no identifier"
        raise CannotRun(message)
    return kind, line, True


def _table(title: str, rows: list[Measured]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", expand=False)
    table.add_column("table", no_wrap=True)
    table.add_column("rows", justify="right")
    table.add_column("columns")
    table.add_column("until", no_wrap=True)
    table.add_column("why")
    for m in rows:
        until = str(m.until) if m.until else ""
        table.add_row(m.step.table, f"{m.rows}", ", ".join(columns(m)), until, reason(m))
    return table
