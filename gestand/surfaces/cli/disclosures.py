"""`gestand disclosures`: the log of what was given to others, and of what was refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from gestand.core.counting import counted
from gestand.errors import CannotRun
from gestand.surfaces.cli.edge import plainly
from gestand.wiring.recording import keyring_in
from gestand.work.answer.rows import spreadsheet_cell
from gestand.work.disclosures import INTENDED, REFUSED, logged
from gestand.work.disclosures_told import FIELDS, record
from gestand.work.heads import Heads
from gestand.work.project import load


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    help="For people, for a spreadsheet, or for machines.",
)
@click.option("--who", is_flag=True, help="Tell who released each as well: a name of your own.")
@plainly
def command(directory: Path, form: str, *, who: bool) -> None:
    """Print every disclosure, oldest first: to whom, what, on what ground; or why it was refused.

    No personal data are in it: a person and a package stand there as a digest with a key of yours.
    """
    project = load(directory)
    if project.datamap is None:
        message = "the data map cannot be read, and it says where own records are: `gestand check`"
        raise CannotRun(message)
    records = project.datamap.records
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        found = [record(one, who=who) for one in logged(keyring.journal.state)]
    click.echo(_SHOWN[form](found))


def _as_text(found: Sequence[Mapping[str, Any]]) -> str:
    if not found:
        return "Nothing was given to anybody, and nothing refused."
    return "\n".join(line for one in found for line in _lines(one))


def _lines(one: Mapping[str, Any]) -> Sequence[str]:
    released = f", by {one['by']}" if one.get("by") else ""
    head = f"{one['number']} {one['on']} {one['recipient'] or '(unknown recipient)'}"
    if one["outcome"] == REFUSED:
        purpose, because = one["purpose"] or "(unknown purpose)", "; ".join(one["because"])
        return [f"{head}, for {purpose}: refused{released}: {because}"]
    outcome = one["outcome"]
    unsure = "stopped; nobody knows whether the package was made"
    what = f"{', '.join(one['categories'])}, {counted(one['rows'])}"
    return [
        f"{head}, for {one['purpose']}: {unsure if outcome == INTENDED else outcome}{released}",
        f"  {what}; {one['ground']} ({one['reference']})",
    ]


def _as_csv(found: Sequence[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    heads = list(found[0]) if found else list(FIELDS)
    rows = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    rows.writerow(heads)
    for one in found:
        rows.writerow([spreadsheet_cell(_plain(one[name])) for name in heads])
    return text.getvalue().rstrip("\n")


def _plain(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _as_json(found: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps({"disclosures": 1, "found": found}, indent=1, ensure_ascii=False)


_SHOWN = {"text": _as_text, "csv": _as_csv, "json": _as_json}
