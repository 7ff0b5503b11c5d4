"""`gestand doctor`: what the databases lack, do by themselves, and must allow."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from gestand.core.advice import ERASED
from gestand.core.counting import counted
from gestand.core.forms.fields import tables_of_forms
from gestand.surfaces.cli.edge import BRAKED, DONE, plainly
from gestand.wiring import open_company
from gestand.work.doctor import KEEPER, READER, Health, look_over
from gestand.work.project import load


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option("--grants", is_flag=True, help="Show only the rights that two users need, as SQL.")
@click.option("--ddl", is_flag=True, help="Show only the table of marks that each store lacks.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or a record for machines.",
)
@plainly
def command(directory: Path, grants: bool, ddl: bool, form: str) -> None:
    """Look the databases over: missing indexes, what happens by itself, and the rights needed.

    Nothing is changed. Ends with 0 when nothing is to be done, 1 when something is, 2 when a
    database could not be read.
    """
    company, datamap = open_company(directory), load(directory).datamap
    health = look_over(company, tables_of_forms(company.policy, datamap) if datamap else {})
    if form == "json":
        click.echo(json.dumps(asdict(health), indent=1))
    else:
        shown = _rights if grants else _ddl if ddl else _told
        click.echo("\n".join(shown(health)))
    to_do = health.cascades or any(scan.rows for scan in health.scans)
    sys.exit(BRAKED if to_do and not (grants or ddl) else DONE)


_COUNT_ON = "let the database itself hand out keys, by AUTOINCREMENT, an identity or a sequence"


def _told(health: Health) -> list[str]:
    lines: list[str] = []
    for scan in (scan for scan in health.scans if scan.rows):
        what = f"{scan.table} ({', '.join(scan.columns)})"
        lines += [f"no index: {what}: {counted(scan.rows, verb='are')} read to find {scan.by}"]
        lines += [f"  {scan.make};"]
    if empty := [scan for scan in health.scans if not scan.rows]:
        lines += [f"no index: {counted(len(empty), 'lookup')} in tables without rows as well, "
                  "which cost nothing yet; `--format json` names them"]  # fmt: skip
    for one in health.cascades:
        what = "are removed" if one.action == ERASED else "are emptied"
        lines += [f"by itself: rows of {one.child} {what} when their {one.parent} goes"]
        lines += [f"  take `ON DELETE {one.action}` off {one.child} ({', '.join(one.columns)})"]
    for table, name in health.triggers:
        lines += [f"trigger: {name} acts when rows of {table} go or change"]
    if not lines:
        lines = ["every lookup has its index, and nothing happens by itself"]
    for table, statements in health.again.items():
        lines += [f"keys: the key of a row of {table} that went may be given to somebody else:"]
        lines += ["  what is on record of before is then told to nobody (decision 082)"]
        lines += [f"  {statement};" for statement in statements] or [f"  {_COUNT_ON}"]
    if health.marks:
        lines += ["marks: `gestand doctor --ddl` makes what tells of a run that was killed"]
    if health.grants:
        lines += ["rights: `gestand doctor --grants` shows what two users need"]
    return lines


def _ddl(health: Health) -> list[str]:
    if not health.marks:
        return ["-- every store has its table of marks"]
    lines = ["-- with it a store tells whether it kept a transaction of a run that was killed"]
    for store, statement in health.marks.items():
        lines += [f"-- store {store}", f"{statement};"]
    return lines


def _rights(health: Health) -> list[str]:
    if not health.grants:
        return ["-- files have no users: who may write to the file may run `gestand apply`"]
    lines: list[str] = []
    for store, statements in health.grants.items():
        lines += [f"-- store {store}: `plan` and `access` as {READER}, `apply` as {KEEPER}"]
        lines += [f"-- once for a server: CREATE ROLE {READER}; CREATE ROLE {KEEPER}"]
        lines += [f"{statement};" for statement in statements]
    return lines
