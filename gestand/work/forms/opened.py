"""The forms of an organisation, as they are for its databases today."""

from __future__ import annotations

from dataclasses import replace

from gestand.core.datamap.model import DataMap
from gestand.core.forms.check import unfilled
from gestand.core.forms.fields import choices_of, documents_of, form_of
from gestand.core.forms.model import Choice, Form
from gestand.core.names import bare, store_of
from gestand.core.predicate import Column, Null, all_of
from gestand.core.promises import slug
from gestand.core.reach import ROW
from gestand.errors import CannotRun
from gestand.stores.base import Run
from gestand.work.company import Company


def forms_of(company: Company, datamap: DataMap) -> dict[str, Form]:
    """Return every form by the name under which it is found.

    Raises CannotRun for a form of which no row could be kept: a column needs a value that neither
    the form nor the database gives.
    """
    found: dict[str, Form] = {}
    for table in datamap.tables.values():
        live = company.schemas[table.store].tables.get(table.name)
        if live is None:
            continue
        for declared in table.forms:
            form = form_of(company.policy, datamap, table, declared, live)
            choices = choices_of(company.policy, declared, live, table.store)
            form = replace(form, choices=tuple(choices))
            _refuse_unfilled(company, form.purpose, form.table, form.columns)
            if declared.documents:
                form = _with_documents(company, datamap, form, declared.documents)
            found[slug(form.purpose)] = form
    return found


def options_of(company: Company, form: Form) -> dict[str, dict[str, str]]:
    """Return what may be chosen today, by the name of each choice; CannotRun as a store raises it.

    Rows come in the order of their words.
    """
    if not form.choices:
        return {}
    store = store_of(form.table)
    opened = company.stores[store].run(company.schemas[store], company.holdings, company.zone)
    with opened as run, run.transaction(writing=False):
        return {one.name: _rows(run, one) for one in form.choices}


def _rows(run: Run, one: Choice) -> dict[str, str]:
    empty = all_of(*(Null(Column(ROW, name)) for name in one.while_empty))
    found = [row for rows in run.rows_out(one.table, (one.key, one.shows), empty) for row in rows]
    return {str(key): str(words) for key, words in sorted(found, key=lambda row: str(row[1]))}


def _with_documents(company: Company, datamap: DataMap, form: Form, name: str) -> Form:
    table, live = datamap.tables[name], company.schemas[store_of(name)].tables[bare(name)]
    own = company.schemas[store_of(form.table)].tables[bare(form.table)]
    if len(own.key) != 1:
        message = f"`{form.table}` needs a key of one column, at which its documents point"
        raise CannotRun(message)
    found = documents_of(company.policy, datamap, table, form, live)
    if found is None:
        message = f"no foreign key of `{name}` points at `{form.table}`: name another table"
        raise CannotRun(message)
    filled = {found.points, found.stored, *(column for column, _ in found.titles)}
    _refuse_unfilled(company, form.purpose, name, frozenset(filled))
    return replace(form, documents=found)


def _refuse_unfilled(company: Company, purpose: str, table: str, filled: frozenset[str]) -> None:
    store = store_of(table)
    live = company.schemas[store].tables[bare(table)]
    by_itself = company.stores[store].care(company.schemas[store]).filled_by_itself(table)
    empty = unfilled(live, filled, by_itself)
    if empty:
        message = (
            f"the form of `{purpose}` makes no row of `{table}`: `{empty[0]}` needs a value; give "
            "the column a default, or name it under `sets:` of the form"
        )
        raise CannotRun(message)
