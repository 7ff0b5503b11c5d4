"""What a form sells: products with a price of their own, and what is wrong with such a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gestand.core.datamap.model import DeclaredForm, Sells
from gestand.core.forms.model import Product, Sale
from gestand.core.policy.model import Words

CHOSEN = "_chosen-"
"""How the name of a choice begins: no field of ours does, nor one that asks a category."""

ORDERED = "_ordered"
"""The name of the choice of a product."""

STAND_IN = "stand-in"
"""What takes payments by which nothing is paid."""


def spoken(words: Words, languages: tuple[str, ...]) -> Words:
    """Return words of the data map by language; a plain text counts for the only one."""
    return {name: words.get(name) or words.get("", "") for name in languages}


def sale_of(sells: Sells, languages: tuple[str, ...]) -> Sale:
    """Return what a form sells that was declared without findings."""
    return Sale(
        products=tuple(
            Product(name, spoken(title, languages), cents)
            for name, (title, cents) in sells.products.items()
        ),
        through=sells.through,
        name=ORDERED,
        language=languages[0],
        product=sells.product,
        price=sells.price,
        number=sells.number,
        reference=sells.reference,
        paid=sells.paid,
        lapsed=sells.lapsed,
    )


@dataclass(frozen=True)
class Columns:
    """The columns at a form: those with data of its purpose, without data, and that end it."""

    held: frozenset[str]
    technical: frozenset[str]
    ends: frozenset[str]


def wrong_in_sale(form: DeclaredForm, columns: Columns, *, live: bool) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with what a form sells, each with what to do about it."""
    sells = form.sells
    if sells is None:
        return
    if sells.through == STAND_IN and live:
        yield (
            f"the form of `{form.purpose}` is paid by a stand-in, by which nothing is paid",
            "write `live: false` in the data map if all of it is made up, or take the form out",
        )
    if form.shown_on:
        yield (
            f"the form of `{form.purpose}` sells, and may stand in a page of another site",
            "take `shown on:` out: nobody pays in a part of a page",
        )
    if not sells.products or not all(cents for _, cents in sells.products.values()):
        yield (
            f"the form of `{form.purpose}` sells nothing, or something without a price",
            "give each product its `cents`: a whole number above 0",
        )
    yield from _columns(sells, columns)


def _columns(sells: Sells, columns: Columns) -> Iterator[tuple[str, str]]:
    data = ((name, "of a category of the purpose", columns.held)
            for name in (sells.product, sells.price, sells.reference))  # fmt: skip
    plain = ((name, "that is `technical`", columns.technical)
             for name in (sells.number, sells.paid))  # fmt: skip
    ends = ((sells.lapsed, "of a moment that ends the occasion", columns.ends),)
    for name, what, known in (*data, *plain, *ends):
        if name not in known:
            message = f"an order cannot use `{name}`, which is no column {what}"
            yield message, f"name a column {what}"
