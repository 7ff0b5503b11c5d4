"""`gestand lint`: what the law asks of policy and statement, beside what `gestand check` finds."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.core.findings import Finding
from gestand.core.lint.rules import ERROR, LANGUAGES, SEVERITIES, lint
from gestand.settings import today
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.report import FORMATS, Report, as_text
from gestand.work.linting import reading, the_rules
from gestand.work.project import load

CLEAN, FOUND, COULD_NOT_RUN = 0, 1, 2


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How to show what was found: for people, programs, code review or a test report.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of what is told.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="As it is on this day: versions grow old, certificates end. Default: today.",
)
@plainly
def command(directory: Path, form: str, language: str, as_of: datetime | None) -> None:
    """Find what the law asks of a statement and its policy, and is not there.

    Fifty rules: errors, warnings and notes, each with its article; what was not verified says so.
    No database is read, and what `gestand check` finds is not told again. It is no legal advice.
    Ends with 0 when no error was found, 1 when one was, 2 when a file could not be read.
    """
    project = load(directory)
    if project.policy is None:
        click.echo(as_text(Report(project.findings, project.sources, {}, {})))
        sys.exit(COULD_NOT_RUN)
    day = as_of.date() if as_of else today(project.zone)
    rules = the_rules()
    findings = lint(reading(project, project.policy, day), rules, language)
    report = Report(
        tuple(findings),
        project.sources,
        {"rule": len(rules.rules)},
        {rule.id: rule.says[language] for rule in rules},
        {rule.id: rule.severity for rule in rules},
        "gestand lint",
    )
    text = FORMATS[form](report)
    click.echo(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
    if form == "text" and findings:
        click.echo(_summary(findings))
    levels = report.levels
    sys.exit(FOUND if any(levels[one.code] == ERROR for one in findings) else CLEAN)


def _summary(findings: Iterable[Finding]) -> str:
    """Return how many rules of each severity found something."""
    severity = {rule.id: rule.severity for rule in the_rules()}
    found = Counter(severity[code] for code in {finding.code for finding in findings})
    return "rules: " + ", ".join(counted(found[one], one) for one in SEVERITIES if found[one])
