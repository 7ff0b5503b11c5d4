"""Read the forms of a table of the data map."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gestand.core.datamap.form_keys import CHOOSES, FORM, PRODUCT, PUBLISHES, SELLS
from gestand.core.datamap.model import Chooses, DeclaredForm, Publishes, Sells
from gestand.core.document import Node, Scalar
from gestand.core.entries import Entry, Reader
from gestand.core.found import Word, shown

THROUGH = ("stand-in",)
"""Who can take a payment."""

_CENTS = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


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
        sells=_sells(reader, entry),
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


def _sells(reader: Reader, form: Entry) -> Sells | None:
    node = form.get("sells")
    if node is None:
        return None
    entry = reader.entry(node, f"`sells` of {form.what}", SELLS)
    hints = {
        "product": "name the column for the name of the product",
        "price": "name the column for what it costs",
        "number": "name the column for the number of the order",
        "reference": "name the column for the name of the payment",
        "paid": "name the column of the day on which it is paid",
        "lapsed": "name the column of the day on which it lapses",
    }
    told = {name: reader.text(entry.need(name, hint)) or "" for name, hint in hints.items()}
    named = reader.named(entry.need("products", "name what is sold"), "product", any_name=True)
    through = reader.choice(entry.need("through", "name who takes the payment"), THROUGH, "")
    products: dict[str, tuple[Mapping[str, str], int]] = {
        name: _product(reader, name, one, entry.what) for name, one in named.items()
    }
    return Sells(products, through, **told)


def _product(
    reader: Reader, name: Word, node: Node, what: str
) -> tuple[Mapping[str, str], int]:
    entry = reader.entry(node, f"`{shown(name)}` of {what}", PRODUCT)
    cents = reader.text(entry.need("cents", "say what it costs, in cents")) or ""
    title = entry.need("title", "say what it is called")
    words = _words(reader, title, f"the title of {entry.what}")
    return words, int(cents) if _CENTS.fullmatch(cents) else 0  # which is a finding later on


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
