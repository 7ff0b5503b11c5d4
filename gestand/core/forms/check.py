"""What is wrong with the forms of a data map, against the policy and against the live schema."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gestand.core.datamap import schema
from gestand.core.datamap.model import DataMap, DeclaredForm, MappedTable
from gestand.core.findings import Finding
from gestand.core.forms.fields import Question, asked_by, begun_by
from gestand.core.forms.sale import Columns, wrong_in_sale
from gestand.core.found import Found, shown, span_of
from gestand.core.policy.model import Basis, Policy, Purpose, Words

CODES = {
    "G330": "a form stands at a table where its purpose has nothing to ask, or no occasion begins",
    "G331": "a form sets a column with data, or has words for one that it does not ask",
    "G332": "two fields of a form have the same words",
    "G333": "a site on which a form is shown is not written as an origin",
    "G334": "a form publishes what it does not ask, without a day, or for another kind of purpose",
    "G335": "the documents of a form have no table in which they can stand",
    "G336": "with a column of a form nothing can be chosen",
    "G339": "what a form sells has no price, no columns, or nobody who takes a payment for it",
    "G340": "a form asks a consent that a guardian gives for some, and nobody can say so there",
    "G458": "A form asks for a column in which no answer can be written.",
}

_ORIGIN = re.compile(
    r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::[0-9]{1,5})?", re.ASCII
)
_ANSWERED = {schema.Kind.TEXT, schema.Kind.DATE, schema.Kind.INTEGER}


@dataclass(frozen=True)
class _Placed:
    """A form where it stands, with the purpose that it is of."""

    policy: Policy
    datamap: DataMap
    table: MappedTable
    form: DeclaredForm
    purpose: Purpose

    def asked(self) -> list[Question]:
        """Return what it asks."""
        return list(asked_by(self.policy, self.datamap, self.table, self.form))


def check_forms(policy: Policy, datamap: DataMap, found: Found) -> None:
    """Keep a finding for all that is wrong in a form, as far as no schema is needed."""
    declared = [form for table in datamap.tables.values() for form in table.forms]
    found.known("purpose", ((form.purpose, form.span) for form in declared), policy.purposes)
    seen: set[str] = set()
    for one in _placed(policy, datamap):
        form = one.form
        if form.purpose in seen:
            message = f"purpose `{form.purpose}` has a form already"
            found.add(form.span, "G330", message, form.purpose, "take one of the two out")
        seen.add(form.purpose)
        _check_place(one, found)
        _check_guardians(one, found)
        _check_columns(one, found)
        _check_words(policy, form, found)
        _check_origins(form, found)
        _check_published(one, found)
        _check_documents(one, found)
        _check_sale(one, found)


def _placed(policy: Policy, datamap: DataMap) -> Iterator[_Placed]:
    for table in datamap.tables.values():
        for form in table.forms:
            purpose = policy.purposes.get(form.purpose)
            if purpose is not None:
                yield _Placed(policy, datamap, table, form, purpose)


def _check_place(one: _Placed, found: Found) -> None:
    purpose, span, name = one.purpose, one.form.span, shown(one.table.id)
    if purpose.basis is Basis.CONSENT and not purpose.asks:
        message = f"the form of `{purpose.id}` would have to ask for consent, and has no words"
        hint = "add `asks:` to the purpose: the words by which somebody is asked"
    elif purpose.id not in one.table.purposes:
        message = f"`{name}` does not list the purpose `{purpose.id}`"
        hint = "list it under `purposes:`, or put the form at another table"
    elif not begun_by(one.datamap, one.table, purpose):
        message = f"no occasion of `{purpose.id}` begins with a row of `{name}`"
        hint = "put the form at the table of the occasion: else the first night removes the row"
    elif not one.asked():
        message = f"the form of `{purpose.id}` has nothing to ask at `{name}`"
        hint = "no column has a category of the purpose and the source `person`"
    else:
        return
    found.add(span, "G330", message, purpose.id, hint)


def _check_guardians(one: _Placed, found: Found) -> None:
    """Refuse to ask a child: a row that comes by a form cannot say who gave the consent."""
    if one.purpose.guardian_below:
        message = f"a form cannot ask who gives the consent of `{one.purpose.id}` for a child"
        hint = "take the form out, and ask the parent or guardian yourself"
        found.add(one.form.span, "G340", message, one.purpose.id, hint)


def _check_columns(one: _Placed, found: Found) -> None:
    form, asked = one.form, one.asked()
    columns = one.table.columns.values()
    technical = [c.name for c in columns if not (c.category or c.secret or c.paths or c.by)]
    for name in form.sets:
        if name not in technical:
            message = f"a form cannot set `{shown(name)}`, which is no technical column"
            hint = found.nearest(name, technical, "set what says nothing of anybody, or ask for it")
            found.add(span_of(name, form.span), "G331", message, name, hint)
    names = [each.column.name for each in asked]
    for name in form.asks:
        if name not in names:
            message = f"the form of `{form.purpose}` does not ask `{shown(name)}`"
            hint = found.nearest(name, names, "take the words out")
            found.add(span_of(name, form.span), "G331", message, name, hint)
    bare = Counter(each.category.id for each in asked if each.column.name not in form.asks)
    for category, times in bare.items():
        if times > 1:
            message = f"{times} fields of the form of `{form.purpose}` are called `{category}`"
            hint = "give each its own words under `asks:`"
            found.add(form.span, "G332", message, category, hint)


def _check_words(policy: Policy, form: DeclaredForm, found: Found) -> None:
    told: list[tuple[str, Words]] = [("the title", form.title)] if form.title else []
    told += [(f"`{shown(name)}`", words) for name, words in form.asks.items()]
    for name, said in form.chooses.items():
        told += [(f"`{shown(name)}`", words) for words in (said.title, said.none) if words]
    for name, (title, _) in form.sells.products.items() if form.sells else ():
        told.append((f"`{shown(name)}`", title))
    if form.publishes and form.publishes.title:
        told.append(("what is shown", form.publishes.title))
    languages = policy.controller.languages
    for what, words in told:
        plain = "" in words and len(languages) == 1
        missing = [name for name in languages if not (plain or words.get(name))]
        if missing:
            message = f"{what} of the form of `{form.purpose}` has no words in `{missing[0]}`"
            found.add(form.span, "G127", message, "", f"add `{missing[0]}: ...`")


def _check_origins(form: DeclaredForm, found: Found) -> None:
    for origin in form.shown_on:
        if not _ORIGIN.fullmatch(origin):
            message = f"`{shown(origin)}` is no origin"
            hint = "write scheme and host, in small letters: `https://www.example.com`"
            found.add(span_of(origin, form.span), "G333", message, origin, hint)


def _check_published(one: _Placed, found: Found) -> None:
    said, form = one.form.publishes, one.form
    if said is None:
        return
    asked = [each.column.name for each in one.asked()]
    columns = one.table.columns
    once = columns.get(said.once)
    if not one.purpose.published:
        message = f"the form publishes for `{form.purpose}`, which is not published"
        found.add(form.span, "G334", message, form.purpose, "add `published: true` to the purpose")
    if once is None or once.category or once.secret:
        message = f"`{shown(said.once)}` cannot hold the day on which something was approved"
        hint = "name a column for a day that the map calls `technical`"
        found.add(span_of(said.once, form.span), "G334", message, said.once, hint)
    for name in said.shows:
        if name not in asked:
            message = f"the form of `{form.purpose}` shows `{shown(name)}`, which it does not ask"
            hint = found.nearest(name, asked, "show what people filled in for it")
            found.add(span_of(name, form.span), "G334", message, name, hint)


def _check_documents(one: _Placed, found: Found) -> None:
    name = one.form.documents
    if name is None:
        return
    table = one.datamap.tables.get(name)
    if table is None:
        found.unknown("table", name, one.datamap.tables, one.form.span)
        return
    needs = one.policy.declared_categories(one.purpose.id)
    kept = [table.columns.get(column) for column in table.files]
    if len(kept) != 1 or kept[0] is None or kept[0].category not in needs:
        message = f"`{shown(name)}` has no column with files of which `{one.purpose.id}` is in need"
        hint = "name a table with one column under `files:`, of a category of the purpose"
        found.add(span_of(name, one.form.span), "G335", message, name, hint)
    elif table.store != one.table.store or one.purpose.id not in table.purposes:
        message = f"`{shown(name)}` cannot hold the documents of the form of `{one.purpose.id}`"
        hint = "it has to stand in the same store, and to list the purpose"
        found.add(span_of(name, one.form.span), "G335", message, name, hint)


def _check_sale(one: _Placed, found: Found) -> None:
    needs = one.policy.declared_categories(one.purpose.id)
    columns = one.table.columns.values()
    begun = begun_by(one.datamap, one.table, one.purpose)
    endings = {ending.moment for ending in one.purpose.keep.after}
    ends = (b.moments[name] for b in begun for name in b.moments if name in endings)
    plain = (c.name for c in columns if not (c.category or c.secret or c.paths or c.by))
    held = (c.name for c in columns if c.category in needs)
    told = Columns(frozenset(held), frozenset(plain), frozenset(ends))
    for message, hint in wrong_in_sale(one.form, told, live=one.datamap.live):
        found.add(one.form.span, "G339", message, one.purpose.id, hint)


def unanswerable(
    policy: Policy, datamap: DataMap, tables: Mapping[str, schema.Table]
) -> Iterator[Finding]:
    """Yield the questions of forms to which the live columns can take no answer."""
    for placed in _placed(policy, datamap):
        live = tables.get(placed.table.id)
        yield from _unchoosable(placed, tables) if live else ()
        yield from _unpriced(placed, live) if live else ()
        for one in placed.asked() if live else ():
            name = one.column.name
            column = live.columns.get(name) if live else None
            why = _unwritable(column, required=one.required) if column else ""
            if why:
                of = f"the form of `{placed.purpose.id}`"
                message = f"{of} cannot ask `{name}` of `{placed.table.id}`: {why}"
                hint = "give the column another source than `person`, or another type"
                yield Finding(placed.form.span, "G458", message, name, hint)


def _unchoosable(placed: _Placed, tables: Mapping[str, schema.Table]) -> Iterator[Finding]:
    """Yield the columns by which nothing can be chosen: no key, of people, or of another shape."""
    live, form = tables[placed.table.id], placed.form
    for column, said in form.chooses.items():
        keys = (key for key in live.foreign_keys if key.columns == (column,))
        name = next((f"{placed.table.store}.{key.target}" for key in keys), "")
        of = placed.datamap.tables.get(name)
        there = tables[name].columns if name in tables else {}
        missing = [one for one in (said.shows, *said.while_empty) if one not in there]
        if of is None or of.not_personal is None or missing:
            message = f"with `{shown(column)}` of `{placed.table.id}` nothing can be chosen so"
            hint = "name a foreign key to a table that is `not personal`, and columns of that table"
            yield Finding(span_of(column, form.span), "G336", message, column, hint)


def _unpriced(placed: _Placed, live: schema.Table) -> Iterator[Finding]:
    """Yield the column of a price in which no whole number stands."""
    sells = placed.form.sells
    column = live.columns.get(sells.price) if sells else None
    if sells and column and column.kind is not schema.Kind.INTEGER:
        message = f"`{shown(sells.price)}` of `{placed.table.id}` takes no price in cents"
        hint = "let it be a whole number"
        yield Finding(placed.form.span, "G458", message, sells.price, hint)


def _unwritable(column: schema.Column, *, required: bool) -> str:
    if column.generated:
        return "it is generated from others"
    if column.kind not in _ANSWERED:
        return f"it is {column.declared or column.kind.value}, for which there is no field"
    if not required and not column.takes_null and column.kind is not schema.Kind.TEXT:
        return "it may not be NULL, and nobody has to answer"
    return ""


def unfilled(live: schema.Table, filled: frozenset[str], by_itself: frozenset[str]) -> list[str]:
    """Return the columns that need a value and get none: not `filled`, nor `by_itself`."""
    must = (name for name, column in live.columns.items() if not column.nullable)
    return [name for name in must if name not in filled and name not in by_itself]
