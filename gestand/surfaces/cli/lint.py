"""`gestand lint`: what the law asks of policy and statement, beside what `gestand check` finds."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.core.findings import Finding
from gestand.core.lint.rules import ERROR, LANGUAGES, SEVERITIES, lint
from gestand.settings import today
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.moments import DAY
from gestand.surfaces.cli.report import FORMATS, Report, as_text
from gestand.work.linting import reading, the_rules
from gestand.work.project import load

CLEAN, FOUND, COULD_NOT_RUN = 0, 1, 2

_DUTCH = {
    "error": ("fout", "fouten"),
    "warning": ("waarschuwing", "waarschuwingen"),
    "note": ("opmerking", "opmerkingen"),
}


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
    type=DAY,
    metavar="DATE",
    help="As it is on this day: versions grow old, certificates end. Default: today.",
)
@plainly
def command(directory: Path, form: str, language: str, as_of: date | None) -> None:
    """Find what the law asks of a statement and its policy, and is not there.

    Fifty rules: errors, warnings and notes, each with its article; what was not verified says so.
    No database is read, and what `gestand check` finds is not told again. It is no legal advice.
    Ends with 0 when no error was found, 1 when one was, 2 when a file could not be read.
    """
    project = load(directory)
    if project.policy is None:
        click.echo(as_text(Report(project.findings, project.sources, {}, {})))
        sys.exit(COULD_NOT_RUN)
    day = as_of or today(project.zone)
    rules = the_rules()
    findings = lint(reading(project, project.policy, day), rules, language)
    report = Report(
        tuple(findings),
        project.sources,
        {"rule": len(rules.rules)},
        {rule.id: rule.says[language] for rule in rules},
        {rule.id: rule.severity for rule in rules},
        "gestand lint",
        _in_dutch(findings, len(rules.rules)) if language == "nl" else "",
    )
    text = FORMATS[form](report)
    click.echo(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
    if form == "text" and findings:
        click.echo(_summary(findings, language))
    levels = report.levels
    sys.exit(FOUND if any(levels[one.code] == ERROR for one in findings) else CLEAN)


def _summary(findings: Iterable[Finding], language: str) -> str:
    """Return how many rules of each severity found something."""
    severity = {rule.id: rule.severity for rule in the_rules()}
    found = Counter(severity[code] for code in {finding.code for finding in findings})
    there = [one for one in SEVERITIES if found[one]]
    if language == "nl":
        return "regels: " + ", ".join(_dutch(found[one], *_DUTCH[one]) for one in there)
    return "rules: " + ", ".join(counted(found[one], one) for one in there)


def _in_dutch(findings: Sequence[Finding], rules: int) -> str:
    """Return in Dutch what was found, or what was looked at when nothing was."""
    if not findings:
        return f"geen bevindingen: {_dutch(rules, 'regel', 'regels')}"
    files = len({finding.span.file for finding in findings})
    found = _dutch(len(findings), "bevinding", "bevindingen")
    return f"{found} in {_dutch(files, 'bestand', 'bestanden')}"


def _dutch(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
