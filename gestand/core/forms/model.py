"""A form as values: what it asks, and where that lands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from gestand.core.forms.documents import Documents
from gestand.core.policy.model import Words


class Kind(Enum):
    """What an answer looks like."""

    LINE = "line"
    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    DAY = "day"
    NUMBER = "number"


@dataclass(frozen=True)
class Field:
    """One question, of a category that the purpose declares.

    `name` is what a browser sends it as; `column` is where the answer lands. It has at most
    `longest` characters. `fills_in` is the name by which browsers know such an answer (the
    `autocomplete` of HTML). By the answer to one that `identifies` the row is found again.
    """

    name: str
    column: str
    category: str
    label: Words
    kind: Kind
    required: bool
    longest: int
    fills_in: str = ""
    identifies: bool = False
    nullable: bool = True


@dataclass(frozen=True)
class AskedConsent:
    """A consent that is asked, apart from all else and never given beforehand.

    It is `required` where the purpose of the form itself rests on it: without it nothing may be
    kept. `given` is the column of the day, `text` that of the words that were shown, if any.
    """

    purpose: str
    name: str
    words: Words
    required: bool
    given: str
    text: str | None = None


@dataclass(frozen=True)
class Choice:
    """A row of another table that somebody chooses, such as a vacancy: nothing about a person.

    It lands as its key in `column`. Rows of `table` may be chosen while the columns `while_empty`
    are; people read the column `shows`. `none` are the words for choosing none; without them one
    must be chosen.
    """

    column: str
    name: str
    label: Words
    table: str
    key: str
    shows: str
    while_empty: tuple[str, ...]
    none: Words


@dataclass(frozen=True)
class Published:
    """What everybody may read of a row, once the column `once` has a day.

    Not when one of the columns in `ends` has one as well: then its occasion has ended.
    """

    once: str
    shows: tuple[str, ...]
    title: Words
    ends: tuple[str, ...]


@dataclass(frozen=True)
class Product:
    """What somebody can order: its name, its words per language, and its price in cents."""

    name: str
    title: Words
    cents: int


@dataclass(frozen=True)
class Sale:
    """What a form sells, and the columns of an order.

    `name` is what a browser sends the choice as. `through` names who takes the payment. In
    `product` the title of the product lands, in `language`, in `price` what it costs in cents, and
    in `number` and `reference` by what the order and its payment are known. `paid` and `lapsed`
    have the day on which it was found that it is paid, or that it will not be.
    """

    products: tuple[Product, ...]
    through: str
    name: str
    language: str
    product: str
    price: str
    number: str
    reference: str
    paid: str
    lapsed: str

    def product_of(self, answers: Mapping[str, str]) -> Product:
        """Return what was chosen; KeyError where that is nothing that is sold."""
        return {one.name: one for one in self.products}[answers.get(self.name, "")]


@dataclass(frozen=True)
class Form:
    """What is asked for a purpose, and the table in which the answers become a row.

    `sets` is what other columns of the row hold, and `begins` the columns of the moment at which
    its occasion begins. Pages of the origins in `shown_on` may show it.
    """

    purpose: str
    table: str
    title: Words
    fields: tuple[Field, ...]
    sets: Mapping[str, str]
    begins: tuple[str, ...]
    shown_on: tuple[str, ...] = ()
    consents: tuple[AskedConsent, ...] = ()
    published: Published | None = None
    documents: Documents | None = None
    choices: tuple[Choice, ...] = ()
    sale: Sale | None = None

    @property
    def columns(self) -> frozenset[str]:
        """The columns of a row that the form fills, or may fill."""
        asked = (field.column for field in self.fields)
        given = (name for one in self.consents for name in (one.given, one.text) if name)
        chosen = (one.column for one in self.choices)
        sale = self.sale
        sold = (sale.product, sale.price, sale.number, sale.reference) if sale else ()
        return frozenset((*asked, *self.sets, *self.begins, *given, *chosen, *sold))
