"""`gestand promises`: each promise of the statement, and whether it is kept."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gestand.core.datamap.unmapped import names_of
from gestand.core.policy.words import GRAMMARS
from gestand.surfaces.cli.edge import BRAKED, DONE, plainly
from gestand.wiring import open_inspection
from gestand.work.inspection import Inspection
from gestand.work.promises_told import FORMS, about_of, counted_by_verdict, told_as
from gestand.work.prove import all_kept, is_red, prove

_OF_ALL = {"nl": "Van alles: {}.", "en": "Of all: {}."}
_IN_FORCE = {
    "nl": "Dit is de versie van {0}, die vandaag geldt. Wat die van {1} verandert, vertelt "
    "`gestand diff {0} current --lang nl`.",
    "en": "This is the version of {0}, which is in force today: `gestand diff {0} current` tells "
    "what that of {1} changes.",
}


_NOT_MAPPED = {
    "nl": "Dit gaat over wat in kaart is. In tabellen waarvan de gegevenskaart nog niet zegt wat "
    "erin staat, heeft niemand gekeken. Dat zijn er {}: {}.",
    "en": "This is about what is mapped. Nobody has looked into tables of which the data map does "
    "not say yet what stands there. Those are {}: {}.",
}
_MORE = {"nl": "en nog {}", "en": "and {} more"}

_ABOUT = {
    "nl": "{}, op {}: de versie van {} van de verklaring.",
    "en": "{}, on {}: the version of {} of the statement.",
}


def _about(inspection: Inspection, language: str) -> str:
    """Return whose promises are shown, of which day, in which version."""
    policy, day = inspection.policy, GRAMMARS[language].day
    name = policy.controller.name
    return _ABOUT[language].format(name, day(inspection.on), day(policy.effective))


def _beyond(inspection: Inspection, language: str) -> str:
    """Return into which tables nobody has looked yet, so that no verdict is about them."""
    tables = inspection.declared.unmapped
    if not tables:
        return ""
    return _NOT_MAPPED[language].format(len(tables), names_of(tables, _MORE[language]))


def _begins_later(inspection: Inspection, language: str) -> str:
    """Return which version was looked at, where another one is declared that begins later."""
    newest = inspection.declared.policy
    if newest is None or newest.effective == inspection.policy.effective:
        return ""
    day = inspection.policy.effective
    return _IN_FORCE[language].format(day, newest.effective)


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="text",
    help="For people, for machines, a page, or as tests for a build server.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["nl", "en"]),
    default="en",
    help="In this language. Default: en.",
)
@click.option(
    "--red",
    is_flag=True,
    help="Show only what is broken or lapsed, and end with 1 only where something is.",
)
@plainly
def command(directory: Path, form: str, language: str, *, red: bool) -> None:
    """Show of each promise of the statement whether it is kept, from what is found right now.

    Looks in every database; nothing is changed. Ends with 0 when all are kept, 1 when one is
    broken, lapsed, hollow or unknown, 2 when the declaration cannot be read.
    """
    inspection = open_inspection(directory)
    proved = prove(inspection, language)
    shown = [one for one in proved if is_red(one)] if red else proved
    about = about_of(inspection, proved, language)
    beyond = _beyond(inspection, language)
    page = " ".join(filter(None, (_about(inspection, language), beyond)))
    click.echo(told_as(form, shown, about, page), nl=False)
    if form == "text":
        if beyond:
            click.echo(beyond)
        if red:
            click.echo(_OF_ALL[language].format(counted_by_verdict(proved, language)))
        if later := _begins_later(inspection, language):
            click.echo(later)
    sys.exit(DONE if all_kept(shown) else BRAKED)
