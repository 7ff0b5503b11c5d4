"""Which fields the form of a purpose has: no other than the categories that the purpose declares.

A field is a column of the form's table whose category the purpose declares and whose data come
from the person. What the organisation observes, writes itself or hears from others is no question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gestand.core.datamap import schema
from gestand.core.datamap.model import Binding, DataMap, DeclaredForm, MappedColumn, MappedTable
from gestand.core.forms.documents import Documents
from gestand.core.forms.model import AskedConsent, Choice, Field, Form, Kind, Published
from gestand.core.forms.sale import CHOSEN, sale_of, spoken
from gestand.core.names import bare
from gestand.core.policy.declared import bindings_of
from gestand.core.policy.model import Category, Policy, Purpose, Words
from gestand.core.promises import slug

LONGEST_TEXT, LONGEST_LINE = 4000, 200
"""Characters of an answer where the database sets no limit, or one that is larger."""

_LINE_UP_TO = 255
"""A column that takes more characters is for a text of several lines."""

_KINDS = {
    schema.Kind.INTEGER: Kind.NUMBER,
    schema.Kind.DATE: Kind.DAY,
}
_BY_TERM = {
    "pd:EmailAddress": (Kind.EMAIL, "email"),
    "pd:TelephoneNumber": (Kind.PHONE, "tel"),
    "pd:Name": (Kind.LINE, "name"),
    "pd:PhysicalAddress": (Kind.LINE, "street-address"),
}
"""By the term of a category: what an answer looks like, and as what browsers know it."""

_LENGTHS = {Kind.DAY: 10, Kind.NUMBER: 18}


@dataclass(frozen=True)
class Question:
    """A column that a form asks for, and whether an answer is required."""

    column: MappedColumn
    category: Category
    required: bool


def questions(
    policy: Policy, datamap: DataMap, table: MappedTable, purpose: Purpose
) -> Iterator[Question]:
    """Yield what a form of a purpose asks at a table, in the order of its columns."""
    needs = _needed(policy, purpose)
    structural = _structural(datamap, table)
    store = datamap.stores.get(table.store)
    for column in table.columns.values():
        category = policy.categories.get(column.category or "")
        source = column.source or table.source or (store.source if store else None)
        whole = not (column.paths or column.by or column.encoded or column.about)
        if category is None or category.id not in needs or column.name in structural:
            continue
        if whole and source == "person":
            yield Question(column, category, needs[category.id])


def asked_by(
    policy: Policy, datamap: DataMap, table: MappedTable, form: DeclaredForm
) -> Iterator[Question]:
    """Yield what a form asks: no column that it fills by itself, such as the price of an order."""
    filled = form.sells.columns if form.sells else ()
    every = questions(policy, datamap, table, policy.purposes[form.purpose])
    return (one for one in every if one.column.name not in filled)


def _needed(policy: Policy, purpose: Purpose) -> dict[str, bool]:
    """Return every category that a purpose declares, each with whether it may be required."""
    needs: dict[str, bool] = {}
    for item in purpose.data:
        for name in policy.expand(item.category):
            needs[name] = needs.get(name, False) or not item.optional
    return needs


def _structural(datamap: DataMap, table: MappedTable) -> frozenset[str]:
    """Return the columns that tell of moments, consents and files, which nobody is asked for."""
    bindings = (b for bound in datamap.occasions.values() for b in bound if b.table == table.id)
    moments = (name for b in bindings for name in (b.began, b.from_, *b.moments.values()) if name)
    consents = (
        n for c in table.consents for n in (c.given, c.withdrawn, c.since, c.text) if n
    )
    return frozenset((*moments, *consents, *table.files, *table.derived))


def begun_by(datamap: DataMap, table: MappedTable, purpose: Purpose) -> list[Binding]:
    """Return the occasions of a purpose that begin with a row of a table."""
    return [b for b in bindings_of(datamap, purpose) if b.table == table.id and b.from_ is None]


def tables_of_forms(policy: Policy, datamap: DataMap) -> dict[str, tuple[str, ...]]:
    """Return the tables in which rows come by forms, those of documents included.

    Each with the columns that are written later: that something was paid, or approved, or is over.
    """
    found: dict[str, tuple[str, ...]] = {}
    for table in datamap.tables.values():
        for form in table.forms:
            later = _written_later(policy, datamap, table, form)
            found[table.id] = (*found.get(table.id, ()), *later)
            if form.documents:
                found.setdefault(form.documents, ())
    return found


def _written_later(
    policy: Policy, datamap: DataMap, table: MappedTable, form: DeclaredForm
) -> Iterator[str]:
    if form.sells:
        yield from (form.sells.paid, form.sells.lapsed)
    purpose = policy.purposes.get(form.purpose)
    if form.publishes and purpose:
        begun = begun_by(datamap, table, purpose)
        told = _published(policy, form, purpose, begun)
        yield from (form.publishes.once, *(told.ends if told else ()))


def form_of(
    policy: Policy,
    datamap: DataMap,
    table: MappedTable,
    declared: DeclaredForm,
    live: schema.Table,
) -> Form:
    """Return a form that was declared without findings, for a table as it stands."""
    purpose = policy.purposes[declared.purpose]
    asked = list(asked_by(policy, datamap, table, declared))
    begun = begun_by(datamap, table, purpose)
    identifying = {owner.column: owner.identifier for owner in table.owners if owner.identifier}
    languages = policy.controller.languages
    names: dict[str, int] = {}
    fields = []
    for one in asked:
        base = slug(one.category.id)
        names[base] = names.get(base, 0) + 1
        name = base if names[base] == 1 else f"{base}-{names[base]}"
        own = declared.asks.get(one.column.name)
        label = spoken(own, languages) if own else one.category.words
        column = live.columns[one.column.name]
        fields.append(_field(name, one, label, column, identifying.get(one.column.name)))
    return Form(
        purpose=purpose.id,
        table=table.id,
        title=spoken(declared.title, languages) if declared.title else purpose.title,
        fields=tuple(fields),
        sets=declared.sets,
        begins=tuple(dict.fromkeys(binding.began for binding in begun)),
        shown_on=declared.shown_on,
        consents=tuple(_consents(policy, datamap, table, purpose)),
        published=_published(policy, declared, purpose, begun),
        sale=sale_of(declared.sells, languages) if declared.sells else None,
    )


def _consents(
    policy: Policy, datamap: DataMap, table: MappedTable, purpose: Purpose
) -> Iterator[AskedConsent]:
    """Yield what a form asks consent for: its own purpose first, if that rests on it.

    Others are those whose occasion begins with the same row, and whose consent stands in it.
    """
    own = sorted(table.consents, key=lambda one: one.purpose != purpose.id)
    for consent in own:
        about = policy.purposes.get(consent.purpose)
        if about is None or not about.asks or not begun_by(datamap, table, about):
            continue
        yield AskedConsent(
            purpose=about.id,
            name=f"_consent-{slug(about.id)}",
            words=about.asks,
            required=about is purpose,
            given=consent.given,
            text=consent.text,
        )


def _published(
    policy: Policy, declared: DeclaredForm, purpose: Purpose, begun: list[Binding]
) -> Published | None:
    said = declared.publishes
    if said is None:
        return None
    endings = {ending.moment for ending in purpose.keep.after}
    ends = (b.moments[name] for b in begun for name in b.moments if name in endings)
    title = said.title or declared.title
    languages = policy.controller.languages
    words = spoken(title, languages) if title else purpose.title
    return Published(said.once, said.shows, words, tuple(dict.fromkeys(ends)))


def _field(
    name: str, one: Question, label: Words, live: schema.Column, identifier: str | None
) -> Field:
    terms = (_BY_TERM[term] for term in one.category.dpv if term in _BY_TERM)
    kind, fills_in = next(terms, (Kind.LINE, ""))
    if live.kind in _KINDS:
        kind, fills_in = _KINDS[live.kind], ""
    elif live.length is None or live.length > _LINE_UP_TO:
        kind = Kind.TEXT if kind is Kind.LINE else kind
    elif identifier == "email":
        kind, fills_in = Kind.EMAIL, "email"
    most = LONGEST_TEXT if kind is Kind.TEXT else LONGEST_LINE
    return Field(
        name=name,
        column=one.column.name,
        category=one.category.id,
        label=label,
        kind=kind,
        required=one.required,
        longest=_LENGTHS.get(kind) or min(most, live.length or most),
        fills_in=fills_in,
        identifies=identifier is not None,
        nullable=live.takes_null,
    )


def choices_of(
    policy: Policy, form: DeclaredForm, live: schema.Table, store: str
) -> Iterator[Choice]:
    """Yield what a form lets somebody choose; nothing for a column that is no foreign key."""
    languages = policy.controller.languages
    for column, said in form.chooses.items():
        keys = (key for key in live.foreign_keys if key.columns == (column,))
        key = next(keys, None)
        if key is None or column not in live.columns:
            continue
        label = spoken(said.title, languages)
        yield Choice(
            column=column,
            name=f"{CHOSEN}{slug(label[languages[0]].lower())}",
            label=label,
            table=f"{store}.{key.target}",
            key=key.target_columns[0],
            shows=said.shows,
            while_empty=said.while_empty,
            none=spoken(said.none, languages) if said.none else {},
        )


def documents_of(
    policy: Policy, datamap: DataMap, table: MappedTable, form: Form, live: schema.Table
) -> Documents | None:
    """Return where the documents of a form land, in the table of `live`.

    None where no foreign key of that table points at the table of the form.
    """
    purpose = policy.purposes[form.purpose]
    (stored, folder), *_ = table.files.items()
    keys = (key for key in live.foreign_keys if len(key.columns) == 1)
    points = [key.columns[0] for key in keys if key.target == bare(form.table)]
    if not points:
        return None
    category = policy.categories[table.columns[stored].category or ""]
    asked = questions(policy, datamap, table, purpose)
    titles = (one.column.name for one in asked if one.column.name != stored)
    lengths = ((name, live.columns[name].length or LONGEST_LINE) for name in titles)
    return Documents(
        table=table.id,
        name=slug(category.id),
        label=category.words,
        required=_needed(policy, purpose).get(category.id, False),
        points=points[0],
        stored=stored,
        folder=folder,
        titles=tuple(lengths),
    )
