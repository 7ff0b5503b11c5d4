"""`gestand residue`: what is left of a person, in every table of every store."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.core.residue.forms import Sought
from gestand.core.residue.grades import Grade, Place, hint
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.asking import Asked, how_to_print, progress, request
from gestand.surfaces.cli.below import tell_below
from gestand.surfaces.cli.edge import BRAKED, DONE, plainly
from gestand.surfaces.cli.moments import DAY
from gestand.wiring import open_premises
from gestand.wiring.recording import journal_in
from gestand.work.company import Company
from gestand.work.people import identifiers_of, not_looked_for
from gestand.work.residue.look import look_for
from gestand.work.residue.outcome import Outcome
from gestand.work.residue.premises import Premises

MOST_IDENTIFIERS, LONGEST = 50, 300
SHOWN_KEYS = 20
_HEADS = {
    Grade.RESIDUE: "Residue, that no ground holds:",
    Grade.EXEMPT: "Residue, in tables of which the data map says that nothing personal is there:",
    Grade.UNLOOKED: "Residue, in tables that nobody has looked into yet, by the data map:",
    Grade.ELSEWHERE: "Residue, in tables that something else removes, by the data map:",
    Grade.UNMAPPED: "Residue, in tables that are not in the data map:",
    Grade.COPY: "Residue, in materialized views:",
    Grade.KEY: "Residue, in tables of keys beside views of purposes:",
    Grade.UNNAMED: "Residue, in files that no row names:",
    Grade.UNJUDGED: "Residue, since nothing counts as retained while the declaration has findings:",
    Grade.WAITS: "Waits for a person:",
    Grade.APART: "Set apart:",
    Grade.RETAINED: "Retained:",
}


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--as-of",
    type=DAY,
    metavar="DATE",
    help="Judge by the grounds of this day. Default: today.",
)
@click.option(
    "--person",
    "people",
    multiple=True,
    metavar="KIND:KEY",
    help="Look for what this person, who is still there, is identified by, e.g. `customer:17`; "
    "`KIND:-` reads one identifier from standard input and looks for the others as well.",
)
@click.option(
    "--whole",
    is_flag=True,
    help="Look for identifiers that are too short to stand in a text as the whole of a value.",
)
@click.option("--rows", "keys", is_flag=True, help="Tell the keys of the rows as well.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or what the receipt says for machines.",
)
@plainly
def command(
    directory: Path,
    as_of: date | None,
    people: tuple[str, ...],
    whole: bool,
    keys: bool,
    form: str,
) -> None:
    """Look for what is left of a person, in every table of every store, in the data map or not.

    What to look for is read from standard input, one identifier a line: an e-mail address, a
    name, a telephone number. Ends with 0 when nothing is left that no ground holds, with 1 when
    something is, or waits for a person, and with 2 when it could not look.
    """
    premises = open_premises(directory)
    day = as_of or today(_zone(premises))
    texts = _of_people(premises, Asked(as_of, people, erase=False)) if people else _typed()
    sought = [Sought(text, whole=whole and Sought(text).too_short) for text in texts]
    with journal_in(premises.heads, premises.datamap.records) as journal:
        outcome = look_for(premises, sought, day, journal, progress)
    if form == "json":
        click.echo(json.dumps(premises.heads.state.receipt(outcome.receipt), indent=1))
    else:
        _tell(premises, outcome, directory, keys=keys)
        for line in _not_looked_for(premises.company, people):
            click.echo(line)
    sys.exit(DONE if outcome.settled else BRAKED)


def _tell(premises: Premises, outcome: Outcome, directory: Path, *, keys: bool) -> None:
    for line in _told(outcome, keys=keys):
        click.echo(line)
    places = premises.datamap.places
    if places:
        click.echo(f"Look by hand as well, for these are not connected: {', '.join(places)}.")
    click.echo(how_to_print(outcome.receipt, directory))


def _not_looked_for(company: Company | None, people: Sequence[str]) -> Iterator[str]:
    """Yield what else the data map holds of people who were named: a clear outcome is none of it.
    """
    if company is None:
        return
    for kind in dict.fromkeys(one.partition(":")[0] for one in people):
        names, others = not_looked_for(company, kind)
        if names:
            yield f"Of this {kind} only what identifies them was looked for: {', '.join(names)}."
        if others:
            yield f"Not looked for: {', '.join(others)}."
            yield "  To look for these too, give them on standard input, one a line, no `--person`."


def _zone(premises: Premises) -> str:
    return premises.company.zone if premises.company else "UTC"


def _of_people(premises: Premises, asked: Asked) -> list[str]:
    company = premises.company
    if company is None:
        message = "the declaration has findings, so nobody can be found by it: give identifiers"
        raise CannotRun(message)
    people = request(company, asked).people
    found = [text for person in people for text in identifiers_of(company, person)]
    if not found:
        message = "that person's own row holds no identifier any more: give what you know"
        raise CannotRun(message)
    return list(dict.fromkeys(found))


def _typed() -> list[str]:
    """Return what was typed or read: it never stands in an argument."""
    if sys.stdin.isatty():
        texts = [str(line) for line in iter(_prompted, "")]
    else:
        texts = _lines_read()
    found = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if not found:
        message = "standard input gave nothing to look for: one identifier a line"
        raise CannotRun(message)
    if len(found) > MOST_IDENTIFIERS:
        message = f"these are {len(found)} identifiers; look for {MOST_IDENTIFIERS} at once"
        raise CannotRun(message)
    if any(len(text) > LONGEST for text in found):
        message = f"an identifier has more than {LONGEST} characters: give one a line"
        raise CannotRun(message)
    return found


def _lines_read() -> list[str]:
    try:
        return sys.stdin.read().splitlines()
    except UnicodeDecodeError as error:
        message = "standard input is not UTF-8: save the identifiers as UTF-8"
        raise CannotRun(message) from error


def _prompted() -> object:
    return click.prompt("Identifier", default="", hide_input=True, show_default=False)


def _told(outcome: Outcome, *, keys: bool) -> Iterator[str]:
    for grade, head in _HEADS.items():
        places = [place for place in outcome.places if place.why.grade is grade]
        if places:
            yield head
        for number, place in enumerate(places):
            yield f"  {_place(place, outcome.counts[place])}"
            if keys:
                yield from _keys(place, outcome.keys[place])
            said, following = hint(place), places[number + 1 : number + 2]
            if said and not any(hint(other) == said for other in following):
                yield f"    {said}"
    looked = [counted(outcome.tables, "table")]
    looked += [counted(outcome.files, "file")] if outcome.files else []
    identifiers = counted(len(outcome.sought), "identifier")
    yield f"Looked through {' and '.join(looked)} for {identifiers}: {_residue(outcome.residue)}."
    if outcome.closed:
        files = counted(outcome.closed, "file")
        yield f"Look by hand into {files}: damaged, under a password, or pages without words."
    yield from tell_below(outcome.below)
    for receipt, until in outcome.undoable.items():
        yield f"What run {receipt} took away is kept, encrypted, until {until}: it can be undone."
        yield f"  `gestand undo {receipt} --forget` ends that before."


def _residue(places: int) -> str:
    if not places:
        return "nothing in them is residue"
    return f"{counted(places, 'value', 'are')} residue"


def _place(place: Place, number: int) -> str:
    told = f"{_where(place)}: {counted(number, 'file' if place.folder else 'row')}"
    told = f"{told}, {place.form.value}"
    if place.why.grade is not Grade.RETAINED:
        return told
    until = f"until {place.why.until}" if place.why.until else "while it is active"
    return f"{told}; held for `{place.why.purpose}` {until}"


def _where(place: Place) -> str:
    column = f"{place.table}.{place.column}"
    if not place.folder:
        return column
    return f"{place.folder}, named by {column}" if place.table else place.folder


def _keys(place: Place, found: Sequence[tuple[object, ...]]) -> Iterator[str]:
    told = [", ".join(map(str, key)) for key in found[:SHOWN_KEYS] if key]
    more = f" and {len(found) - len(told)} more" if len(found) > len(told) else ""
    what = "keys" if place.table else "files"
    yield f"    {what}: {'; '.join(told)}{more}" if told else "    the table has no primary key"
