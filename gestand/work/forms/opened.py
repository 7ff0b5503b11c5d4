"""The forms of an organisation, as they are for its databases today."""

from __future__ import annotations

from gestand.core.datamap.model import DataMap
from gestand.core.forms.check import unfilled
from gestand.core.forms.fields import form_of
from gestand.core.forms.model import Form
from gestand.core.names import bare, store_of
from gestand.core.promises import slug
from gestand.errors import CannotRun
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
            _refuse_unfilled(company, form)
            found[slug(form.purpose)] = form
    return found


def _refuse_unfilled(company: Company, form: Form) -> None:
    store = store_of(form.table)
    live = company.schemas[store].tables[bare(form.table)]
    by_itself = company.stores[store].care(company.schemas[store]).filled_by_itself(form.table)
    empty = unfilled(live, form.columns, by_itself)
    if empty:
        message = (
            f"the form of `{form.purpose}` makes no row of `{form.table}`: `{empty[0]}` needs a "
            "value; give the column a default, or name it under `sets:` of the form"
        )
        raise CannotRun(message)
