"""What everybody may read of what came by a form, once a person approved it.

Shown is what the purpose may use today, row by row, as its views tell it: consent that was
withdrawn, an objection and what is set apart take a row off the page, whoever recorded them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gestand.core.forms.model import Form, Published
from gestand.core.names import store_of
from gestand.core.plan.views import View
from gestand.core.predicate import Column, Equals, Null, Predicate, all_of, none_of
from gestand.core.reach import ROW
from gestand.errors import CannotRun
from gestand.settings import decider
from gestand.stores.base import Key, Run
from gestand.work.company import Company
from gestand.work.consents.columns import moment_text, open_stores
from gestand.work.journal import Journal
from gestand.work.sweep import Request, opened
from gestand.work.views import purpose_views

APPROVED, TAKEN_DOWN = "form published", "form taken down"

_OTHERWISE = "the row changed in the meantime: look at it once more"


class NotAsSeen(CannotRun):
    """A row is not any more as somebody saw it who decides about it."""


@dataclass(frozen=True)
class Told:
    """A row that may be shown: its key, the day on which it was approved, and its values.

    `own` is the key as its store has it, column by column.
    """

    key: str
    approved: str
    values: tuple[str, ...] = field(repr=False)
    own: Key = field(default=(), repr=False)


def published(company: Company, form: Form, day: date) -> list[Told]:
    """Return what everybody may read today, the newest first.

    What is kept by an order that is secret stays there: whose it is would see that it went. Raises
    CannotRun where a store cannot be read, or the purpose may not use what is shown.
    """
    said = _said(form)
    found = _rows(company, form, day, none_of(_is_empty(said.once)), told=True)
    return sorted(found, key=lambda one: one.approved, reverse=True)


def waiting(company: Company, form: Form, day: date) -> list[Told]:
    """Return what the purpose may use and nobody has approved, by key."""
    return sorted(_rows(company, form, day, _is_empty(_said(form).once)), key=lambda one: one.key)


def _said(form: Form) -> Published:
    if form.published is None:
        message = f"the form of `{form.purpose}` publishes nothing"
        raise CannotRun(message)
    return form.published


def _is_empty(column: str) -> Predicate:
    return Null(Column(ROW, column))


def _rows(
    company: Company, form: Form, day: date, where: Predicate, *, told: bool = False
) -> list[Told]:
    said, store = _said(form), store_of(form.table)
    with opened(company, Request(day, use=form.purpose, told=told)) as ready, ready.transaction():
        ready.fill_anew(tuple(ready.runs))
        view = _view(purpose_views(ready, (form.purpose,), day), form)
        shown = {one.column: one.where for one in view.columns}
        missing = [name for name in said.shows if name not in shown]
        if missing:
            message = f"`{form.purpose}` may not use `{missing[0]}` of `{form.table}`"
            raise CannotRun(message)
        each = (shown[name] for name in said.shows)
        not_ended = (_is_empty(name) for name in said.ends)
        counts = all_of(view.where, *(one for one in each if one), *not_ended, where)
        names = (*view.key, said.once, *said.shows)
        found = ready.runs[store].rows_out(form.table, names, counts)
        return [_told(row, len(view.key)) for rows in found for row in rows]


def _view(views: Iterator[View], form: Form) -> View:
    """Return what a purpose may read of the table of its form, while its occasion goes on."""
    for view in views:
        if view.table == form.table and not view.only:
            return view
    message = f"`{form.purpose}` may use nothing of `{form.table}`"
    raise CannotRun(message)


def _told(row: Key, width: int) -> Told:
    key, approved, *values = ",".join(map(str, row[:width])), *row[width:]
    return Told(
        key, str(approved or ""), tuple(str(value or "") for value in values), row[:width]
    )


def approve(
    company: Company, journal: Journal, form: Form, row: str | Told, at: datetime
) -> None:
    """Let everybody read a row from now on: one by its key, or as somebody saw it wait.

    Raises CannotRun where it does not wait for that, and NotAsSeen where it is not as it was seen.
    """
    seen = _one_of(
        waiting(company, form, _local(company, at)), row,
        "no row `{}` waits: `gestand form --waiting` lists those that do",
    )
    once = _said(form).once
    moment = _day_of(company, form, at, once)
    with _changing(company, journal, form, (APPROVED, seen.key)) as run:
        _change(run, form, seen, {once: moment})


def take_down(
    company: Company, journal: Journal, form: Form, row: str | Told, at: datetime
) -> None:
    """Show a row no more, as `approve` names one.

    Where the map knows a moment of that, its occasion has ended. CannotRun where it is not shown:
    what nobody reads has not ended for that reason.
    """
    seen = _one_of(
        published(company, form, _local(company, at)), row,
        "no row `{}` is shown: `gestand form --shown` lists those that are",
    )
    said = _said(form)
    with _changing(company, journal, form, (TAKEN_DOWN, seen.key)) as run:
        ends = {name: _day_of(company, form, at, name) for name in said.ends[:1]}
        _change(run, form, seen, {said.once: None} if not ends else ends)


def _one_of(found: Sequence[Told], row: str | Told, why: str) -> Told:
    """Return a row of those that were found; `why` says by its key that it is none of them."""
    if isinstance(row, str):
        for one in found:
            if one.key == row:
                return one
        raise CannotRun(why.format(row))
    if row not in found:
        raise NotAsSeen(_OTHERWISE)
    return row


def _local(company: Company, at: datetime) -> date:
    return at.astimezone(ZoneInfo(company.zone)).date()


def _day_of(company: Company, form: Form, at: datetime, column: str) -> str:
    """Return a moment as a column of a form's table holds one, or else as its beginning does."""
    own = [o for o in company.holdings.occasions if o.table == form.table]
    began = next(o.began for o in own if o.began.column in form.begins)
    known = (moment for o in own for moment in o.all_moments() if moment.column == column)
    return moment_text(next(known, began), at, company.zone)


@contextmanager
def _changing(
    company: Company, journal: Journal, form: Form, done: tuple[str, str]
) -> Iterator[Run]:
    """Change a row in the block, in one transaction; the ledger tells of it before it is kept."""
    kind, key = done
    store, state = store_of(form.table), company.state
    with open_stores(company, writing=store, only=store) as runs:
        yield runs[store]
        told = {
            "form": form.purpose,
            "table": form.table,
            "row": state.digest(form.table, key),
            "by": state.digest("decider", decider()),
        }
        with journal.recording((kind, told)):
            pass


def _change(run: Run, form: Form, seen: Told, changes: Mapping[str, str | None]) -> None:
    images, names = run.images(), [column.name for column in run.key_columns(form.table)]
    parts = seen.key.split(",") if len(names) > 1 else [seen.key]
    written = images.written(form.table, names, parts)
    image = images.at(form.table, names, [written]).get(written)
    if image is None:
        message = f"there is no row `{seen.key}` of `{form.table}`"
        raise CannotRun(message)
    # INVARIANT: nobody else changes the row from here on, and what was decided about is in it.
    if not _is_as_seen(run, form, seen, names):
        raise NotAsSeen(_OTHERWISE)
    columns = images.columns(form.table)
    new = images.written(form.table, list(changes), list(changes.values()))
    told = dict(zip(columns, image, strict=True)) | dict(zip(changes, new, strict=True))
    after = tuple(told[name] for name in columns)
    refused = images.update(form.table, names, [after], list(changes))[0]
    if refused is not None:
        message = f"`{form.table}` does not take it: {refused.value}"
        raise CannotRun(message)


def _is_as_seen(run: Run, form: Form, seen: Told, names: Sequence[str]) -> bool:
    said = _said(form)
    where = all_of(*(
        Equals(Column(ROW, name), (part,)) for name, part in zip(names, seen.own, strict=True)
    ), *(_is_empty(name) for name in said.ends))
    shown = run.rows_out(form.table, (*names, said.once, *said.shows), where)
    return [_told(row, len(names)) for rows in shown for row in rows] == [seen]
