"""`gestand check`: find what is wrong in policy, data map and statement."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.core.datamap.check import stands_alone
from gestand.core.datamap.key_values import check_key_values
from gestand.core.datamap.match import match
from gestand.core.datamap.model import DataMap
from gestand.core.datamap.newcomers import newcomers, undeclared_columns
from gestand.core.datamap.schema import Schema
from gestand.core.datamap.unmapped import check_unmapped, tables_named
from gestand.core.discovery.bookkeeping import check_bookkeeping
from gestand.core.findings import Finding
from gestand.core.policy.check import check_policy
from gestand.core.policy.model import Policy
from gestand.core.policy.sharing import check_recipients
from gestand.core.policy.statement import check_statements
from gestand.core.recipients import Ends, standing
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.report import FORMATS, Report, summary
from gestand.wiring import open_stores
from gestand.work.company import NotClean, reflect_all, unread_tables
from gestand.work.project import Project, check_earlier, load, the_law
from gestand.work.since import FILE, keep, known_at

CLEAN, FOUND, COULD_NOT_RUN = 0, 1, 2

ECHOES = {"G210"}
"""What only seems unused while a file cannot be read as a whole."""


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How to show the findings: for people, programs, code review or a test report.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead.")
@click.option(
    "--since",
    metavar="REV",
    help="Find only the columns that nobody declared and that were not known at this revision of "
    "git: for a check of each change of a database.",
)
@click.option(
    "--remember",
    is_flag=True,
    help=f"Write the names of all undeclared columns to {FILE}, beside the data map: once it is "
    "committed, `--since` is silent about them.",
)
@plainly
def command(
    directory: Path, form: str, out: Path | None, since: str | None, remember: bool
) -> None:
    """Find what is wrong in policy, data map and statement, compared with the live databases.

    Ends with 0 when nothing was found, 1 when something was, 2 when a file or a database
    could not be read. An agreement, certificate or decision that ends within 90 days is no
    finding yet: it is told beside them. A table that is not mapped yet is a warning: it ends with
    0, and is named in every format, also with `--since`. So is one that looks like bookkeeping and
    is held by no purpose of law, where the databases can be read.
    """
    project = load(directory)
    if remember and since is not None:
        message = "`--remember` writes down what `--since` then passes over: one of the two"
        raise CannotRun(message)
    if remember:
        columns = undeclared_columns(*_live(project))
        click.echo(f"{counted(len(columns), 'undeclared column')} in {keep(directory, columns)}")
        return
    seen = _Seen(list(project.findings), project.unreadable)
    if since is None:
        _check_declaration(project, seen)
        if project.datamap is not None:
            _check_stores(project, project.datamap, seen)
    else:
        seen.findings = newcomers(*_live(project), known_at(directory, since))
    report = _report(project, seen)
    _write(FORMATS[form](report), report, out)
    for ends in seen.coming:
        click.echo(f"soon: {ends}", err=True)
    sys.exit(COULD_NOT_RUN if seen.unreadable else FOUND if report.findings else CLEAN)


def _report(project: Project, seen: _Seen) -> Report:
    """Return what was found, with the tables that nobody has looked into yet beside it."""
    datamap = project.datamap
    unmapped = tuple(check_unmapped(datamap, project.proposed)) if datamap else ()
    beside = (*unmapped, *sorted(dict.fromkeys(seen.beside)))
    told = [f"not looked into yet: {tables_named(project.unmapped)}"] if unmapped else []
    if unlawful := [each.fragment for each in seen.beside if each.code == "G343"]:
        told.append(f"held by no law: {tables_named(unlawful)}")
    return Report(
        tuple(sorted(dict.fromkeys(seen.findings))),
        project.sources,
        _counts(project),
        _meanings(),
        levels=dict.fromkeys((finding.code for finding in beside), "warning"),
        beside=beside,
        beside_told="; ".join(told),
    )


def _live(project: Project) -> tuple[Policy, DataMap, Mapping[str, Schema]]:
    """Return what is declared and what the stores have; NotClean where either cannot be read."""
    policy, datamap = project.policy, project.datamap
    if policy is None or datamap is None or project.unreadable or not stands_alone(datamap):
        raise NotClean(list(project.findings), unreadable=True)
    schemas, lost = _schemas(project, datamap)
    if lost:
        raise NotClean(lost, unreadable=True)
    return policy, datamap, schemas


def _schemas(project: Project, datamap: DataMap) -> tuple[dict[str, Schema], list[Finding]]:
    """Return the live schemas by store, and why others cannot be read."""
    stores, unreachable = open_stores(datamap, project.root)
    schemas, unreadable = reflect_all(datamap, stores)
    return schemas, unreachable + unreadable


@dataclass
class _Seen:
    """The findings so far, whether a file or a database could not be read, and what ends soon.

    `beside` are warnings, which are no findings.
    """

    findings: list[Finding]
    unreadable: bool
    beside: list[Finding] = field(default_factory=list)
    coming: list[Ends] = field(default_factory=list)


def _check_declaration(project: Project, seen: _Seen) -> None:
    """Check the files against one another."""
    if project.policy is None:
        return
    found = check_policy(project.policy, project.datamap)
    if project.findings:
        found = [finding for finding in found if finding.code not in ECHOES]
    seen.findings += found
    seen.findings += check_statements(project.policy, project.statements)
    seen.findings += check_earlier(project)
    seen.findings += check_recipients(project.policy, project.statements)
    for one in standing(project.policy, the_law(), today(project.zone)):
        seen.findings += [lack.finding for lack in one.lacks]
        seen.coming += [ends for ends in one.ends if ends.warning]


def _check_stores(project: Project, datamap: DataMap, seen: _Seen) -> None:
    """Compare the data map with the live schemas, once every one of them can be read."""
    stores, lost = open_stores(datamap, project.root)
    schemas, unreadable = reflect_all(datamap, stores)
    lost = lost + unreadable
    unread = [f for name in schemas for f in unread_tables(datamap, stores[name], schemas[name])]
    seen.unreadable = seen.unreadable or bool(unread)
    seen.findings += [*lost, *unread]
    seen.unreadable = seen.unreadable or bool(lost)
    if project.policy is not None and not lost and stands_alone(datamap):
        early = {finding.span for finding in seen.findings if finding.code == "G312"}
        matched = match(project.policy, datamap, schemas)
        seen.findings += [f for f in matched.findings if f.code != "G424" or f.span not in early]
        seen.beside += check_bookkeeping(project.policy, datamap, schemas)
        if matched.holdings is not None:
            seen.beside += check_key_values(datamap, schemas, matched.holdings)


def _counts(project: Project) -> Mapping[str, int]:
    tables = project.datamap.tables.values() if project.datamap else ()
    return {
        "purpose": len(project.policy.purposes) if project.policy else 0,
        "table": len(tables),
        "column": sum(len(table.columns) for table in tables),
        "sentence": sum(1 for s in project.statements.values() for _ in s.sentences()),
    }


def _meanings() -> dict[str, str]:
    """Return what each code means: a finding can only come from a module that is loaded."""
    loaded = [module for name, module in sys.modules.items() if name.startswith("gestand.")]
    return {code: text for module in loaded for code, text in getattr(module, "CODES", {}).items()}


def _write(text: str, report: Report, out: Path | None) -> None:
    if out is None:
        click.echo(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
        return
    try:
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        message = f"{out}: cannot be written: {(error.strerror or 'no reason given').lower()}"
        raise CannotRun(message) from error
    click.echo(summary(report))
