"""`gestand plan`: show what goes, what stays, until when and why."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from gestand.core.plan.explain import records
from gestand.surfaces.cli.asking import (
    Asked,
    asks,
    progress,
    request,
    review_records,
    show,
    tell_of_correction,
    tell_of_put_back,
    tell_of_reviews,
    tell_of_same_address,
    tell_of_undo,
    tell_of_unmapped,
    typed_again,
    unmapped_records,
    yielding,
)
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.waiting import tell_of_waiting_runs
from gestand.wiring import open_company
from gestand.work.sweep import Prepared, prepare


@click.command()
@asks
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or a list of steps for machines.",
)
@click.option("--sql", is_flag=True, help="Show the statements that the plan runs.")
@plainly
def command(
    directory: Path,
    as_of: date | None,
    people: tuple[str, ...],
    erase: bool,
    spare: tuple[str, ...],
    going: tuple[str, ...],
    correct: str | None,
    form: str,
    sql: bool,
) -> None:
    """Show what goes, what changes, what stays, until when and why; nothing is changed."""
    company = open_company(directory)
    typed = Asked(as_of, people, erase, correct, spare, going)
    asked = request(company, typed)
    with prepare(company, asked, progress) as prepared:
        if sql:
            click.echo(_statements(prepared))
        elif form == "json":
            told = records(prepared.plan, company.promises, yielding(prepared))
            told += review_records(prepared)
            told += unmapped_records(company)
            click.echo(json.dumps(told, indent=1))
        else:
            show(prepared, typed_again(directory, typed, asked))
            tell_of_correction(prepared)
            tell_of_same_address(prepared)
            tell_of_reviews(prepared)
            tell_of_put_back(prepared)
            tell_of_waiting_runs(company.state)
            tell_of_undo(prepared)
            tell_of_unmapped(company)


def _statements(prepared: Prepared) -> str:
    parts: list[str] = []
    for name, run in prepared.runs.items():
        statements = run.sql()
        parts.append(f"-- store {name}: {len(statements)} statements, whatever the people")
        parts += [f"{text};" for text in statements]
    return "\n".join(parts)
