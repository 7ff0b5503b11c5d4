"""Read the forms of a table of the data map."""

from __future__ import annotations

from collections.abc import Mapping

from gestand.core.datamap.form_keys import CHOOSES, FORM, PUBLISHES
from gestand.core.datamap.model import Chooses, DeclaredForm, Publishes
from gestand.core.document import Node, Scalar
from gestand.core.entries import Entry, Reader
from gestand.core.found import Word, shown


def read_forms(reader: Reader, table: Entry) -> tuple[DeclaredForm, ...]:
    """Return every form of a table, with a finding for each part that cannot be read."""
    found = table.like("form PURPOSE")
    return tuple(_form(reader, key, purpose, table.get(key)) for key, (purpose,) in found)


def _form(reader: Reader, key: Word, purpose: str, node: Node | None) -> DeclaredForm:
    what = f"`{shown(key)}`"
    entry = reader.entry(node, what, FORM)
    asks = reader.named(entry.get("asks"), "column", any_name=True)
    sets = reader.named(entry.get("sets"), "column", any_name=True)
    told = {name: reader.text(value, "value") for name, value in sets.items()}
    return DeclaredForm(
        purpose=Word(purpose, key.span),
        title=_words(reader, entry.get("title"), f"the title of {what}"),
        sets={name: value for name, value in told.items() if value},
        asks={n: _words(reader, one, f"`{shown(n)}` of {what}") for n, one in asks.items()},
        shown_on=reader.texts(entry.get("shown on"), "origin"),
        publishes=_publishes(reader, entry),
        documents=reader.text(entry.get("documents"), "table"),
        chooses=_chooses(reader, entry),
        span=key.span,
    )


def _chooses(reader: Reader, form: Entry) -> dict[str, Chooses]:
    named = reader.named(form.get("chooses"), "column", any_name=True)
    return {name: _choice(reader, name, node, form.what) for name, node in named.items()}


def _choice(reader: Reader, name: Word, node: Node, form: str) -> Chooses:
    entry = reader.entry(node, f"`{shown(name)}` of {form}", CHOOSES)
    return Chooses(
        shows=reader.text(entry.need("shows", "name the column that people read")) or "",
        title=_words(reader, entry.need("title"), f"the title of {entry.what}"),
        while_empty=reader.texts(entry.get("while empty"), "column"),
        none=_words(reader, entry.get("none"), f"`none` of {entry.what}"),
    )


def _publishes(reader: Reader, form: Entry) -> Publishes | None:
    node = form.get("publishes")
    if node is None:
        return None
    entry = reader.entry(node, f"`publishes` of {form.what}", PUBLISHES)
    return Publishes(
        once=reader.text(entry.need("once", "name the column of the day of approval")) or "",
        shows=reader.texts(entry.need("shows", "name the columns that are shown"), "column"),
        title=_words(reader, entry.get("title"), f"the title of {entry.what}"),
    )


def _words(reader: Reader, node: Node | None, what: str) -> Mapping[str, str]:
    """Return words per language; a plain text stands under an empty name.

    The data map does not say which languages there are: that is compared with the policy later.
    """
    if isinstance(node, Scalar):
        word = reader.text(node)
        return {"": word} if word else {}
    return reader.phrases(node, what)
