"""What views of purposes show, and what `gestand may` tells of the same day, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from gestand.core.names import bare, store_of
from gestand.core.plan.steps import MayUse, Use
from gestand.work.company import Company
from gestand.work.sweep import Request, in_force, prepare
from gestand.work.views import Wanted, viewing
from tests.databases import Database
from tests.stories.story import Story

LONG = datetime(2999, 1, 1, tzinfo=UTC)
"""A moment until which views of a day that is past show what they showed on that day."""

Cells = set[tuple[str, str, str, str]]
"""The purpose, the table, the column, and the key of the row."""
Databases = Mapping[str, Database]


def last_day(story: Story) -> date:
    """Return the last day as of which a story asks something."""
    words = [word for command in story.commands for word in command.words]
    days = [words[n + 1] for n, word in enumerate(words) if word == "--as-of"]
    day = date.fromisoformat(max(days)) if days else story.as_of
    assert day is not None
    return day


def purposes(company: Company, day: date) -> list[str]:
    """Return the purposes of the policy in force on a day."""
    return list(in_force(company.versions, day)[-1].purposes)


def make(company: Company, day: date, *, until: datetime = LONG) -> set[tuple[str, str]]:
    """Make all views, as of a day; return of which purposes and tables a view is refused."""
    with viewing(company, Wanted(day, until)) as found:
        found.apply()
        refused = [each.view for viewed in found.stores for each in viewed.refused]
        return {(view.purpose, view.table) for view in refused}


def compare(company: Company, databases: Databases, day: date) -> Cells:
    """Make all views; return the cells that they show, once these are those that are allowed."""
    refused = make(company, day)
    told, seen = allowed(company, databases, day), shown(company, databases, day)
    expected = {cell for cell in told if (cell[0].partition(" ")[2], cell[1]) not in refused}
    assert seen - told == set(), "a view shows more than `gestand may` tells"
    assert expected - seen == set(), "a view leaves out what `gestand may` tells"
    return seen


def shown(company: Company, databases: Databases, day: date) -> Cells:
    """Return the cells that the views show to anybody who may read them, and that are not NULL."""
    cells: Cells = set()
    with viewing(company, Wanted(day, LONG)) as found:
        views = [(viewed.store, each) for viewed in found.stores for each in viewed.written]
    for store, each in views:
        use = Use.TAIL if each.view.only else Use.WHOLE
        for row in databases[store].whole(each.name):
            key = _key(row, each.view.key)
            for name in {*row} - {*each.view.key}:
                if row[name] is not None:
                    cells.add((f"{use.value} {each.view.purpose}", each.view.table, name, key))
    return cells


def allowed(company: Company, databases: Databases, day: date) -> Cells:
    """Return the cells that `gestand may` lets each purpose use, and that are not NULL."""
    cells: Cells = set()
    for purpose in purposes(company, day):
        with prepare(company, Request(day, use=purpose)) as prepared:
            for measured in prepared.plan.measured:
                step = measured.step
                if isinstance(step, MayUse) and step.use in (Use.WHOLE, Use.TAIL) and measured.rows:
                    run = prepared.runs[store_of(step.table)]
                    with run.transaction(writing=False):
                        found = run.rows_out(step.table, step.key, step.where)
                        keys = {" ".join(map(str, key)) for rows in found for key in rows}
                    table = company.holdings.tables[step.table]
                    secret = {cell.name for cell in table.cells if cell.secret}
                    database = databases[store_of(step.table)]
                    cells |= set(_of_step(step, keys, database, secret))
    return cells


def _of_step(
    step: MayUse, keys: set[str], database: Database, secret: set[str]
) -> Iterator[tuple[str, str, str, str]]:
    told = (name for name in step.columns if name not in secret)
    names = {name.partition(" of ")[0] for name in told} - {*step.key}
    for row in database.whole(bare(step.table)):
        key = _key(row, step.key)
        for name in names if key in keys else ():
            if row.get(name) is not None:
                yield f"{step.use.value} {step.purpose}", step.table, name, key


def _key(row: Mapping[str, object], names: tuple[str, ...]) -> str:
    return " ".join(str(row[name]) for name in names)
