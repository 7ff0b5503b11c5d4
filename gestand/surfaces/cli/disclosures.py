"""`gestand disclosures`: the log of what was given to others, and of what was refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from gestand.core.log_words import LOG_WORDS
from gestand.errors import CannotRun
from gestand.surfaces.cli.edge import plainly
from gestand.wiring.recording import keyring_in
from gestand.work.answer.rows import spreadsheet_cell
from gestand.work.disclosures import INTENDED, REFUSED, logged
from gestand.work.disclosures_told import FIELDS, record
from gestand.work.heads import Heads
from gestand.work.project import load

_TEXT: Mapping[str, Mapping[str, str]] = {
    "nl": {
        **LOG_WORDS["nl"].said,
        "nothing": "Er is niets aan iemand gegeven, en niets geweigerd.",
        "head": "{number} {on} {recipient}, voor {purpose}: {outcome}{released}",
        "by": ", door {}",
        "a row": "1 rij",
        "rows": "{} rijen",
        "no recipient": "(onbekende ontvanger)",
        "no purpose": "(onbekend doel)",
    },
    "en": {
        "nothing": "Nothing was given to anybody, and nothing refused.",
        "head": "{number} {on} {recipient}, for {purpose}: {outcome}{released}",
        "by": ", by {}",
        "a row": "1 row",
        "rows": "{:,} rows",
        "no recipient": "(unknown recipient)",
        "no purpose": "(unknown purpose)",
        INTENDED: "stopped; nobody knows whether the package was made",
    },
}


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
@click.option(
    "--lang",
    "language",
    type=click.Choice(list(LOG_WORDS)),
    default="en",
    help="The language of the text, and of why something was refused. Default: en.",
)
@plainly
def command(directory: Path, form: str, language: str, *, who: bool) -> None:
    """Print every disclosure, oldest first: to whom, what, on what ground; or why it was refused.

    No personal data are in it: a person and a package stand there as a digest with a key of yours.
    """
    project = load(directory)
    if project.datamap is None:
        message = "the data map cannot be read, and it says where own records are: `gestand check`"
        raise CannotRun(message)
    records = project.datamap.records
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        log = logged(keyring.journal.state)
    found = [record(one, who=who, language=language) for one in log]
    click.echo(_SHOWN[form](found, language))


def _as_text(found: Sequence[Mapping[str, Any]], language: str) -> str:
    if not found:
        return _TEXT[language]["nothing"]
    return "\n".join(line for one in found for line in _lines(one, language))


def _lines(one: Mapping[str, Any], language: str) -> Sequence[str]:
    words = _TEXT[language]
    told = {
        **one,
        "recipient": one["recipient"] or words["no recipient"],
        "purpose": one["purpose"] or words["no purpose"],
        "outcome": words.get(one["outcome"], one["outcome"]),
        "released": words["by"].format(one["by"]) if one.get("by") else "",
    }
    head = words["head"].format_map(told)
    if one["outcome"] == REFUSED:
        return [f"{head}: {'; '.join(one['because'])}"]
    ground = words.get(one["ground"], one["ground"])
    rows = words["a row" if one["rows"] == 1 else "rows"].format(one["rows"])
    return [head, f"  {', '.join(one['categories'])}, {rows}; {ground} ({one['reference']})"]


def _as_csv(found: Sequence[Mapping[str, Any]], _language: str) -> str:
    text = io.StringIO()
    heads = list(found[0]) if found else list(FIELDS)
    rows = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    rows.writerow(heads)
    for one in found:
        rows.writerow([spreadsheet_cell(_plain(one[name])) for name in heads])
    return text.getvalue().rstrip("\n")


def _plain(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _as_json(found: Sequence[Mapping[str, Any]], _language: str) -> str:
    return json.dumps({"disclosures": 1, "found": found}, indent=1, ensure_ascii=False)


_SHOWN = {"text": _as_text, "csv": _as_csv, "json": _as_json}
