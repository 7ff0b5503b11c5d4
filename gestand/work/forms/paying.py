"""Orders that are paid: a payment is started, and what became of it is asked of the provider.

1. The payment is started, for what the product costs by the declared list. Nothing is kept yet.
2. The order is kept as a row, with its number and the name of the payment (`taking.take`).
3. Whenever somebody comes back, or `gestand form --settle` asks, the provider is asked. That a
   payment was made, or lapsed, is written once, in one transaction with its entry in the ledger.

A browser says nothing that counts: neither what a product costs nor that it was paid.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from gestand.core.datamap.holdings import Moment
from gestand.core.forms.model import Form, Sale
from gestand.core.forms.typed import Judged
from gestand.core.names import bare, store_of
from gestand.core.predicate import Column, Equals, Null, Predicate, all_of, none_of
from gestand.core.reach import ROW
from gestand.errors import CannotRun
from gestand.pay.base import Found, Payments, Started, State, Wanted
from gestand.settings import decider
from gestand.stores.base import Key, Run
from gestand.work.company import Company
from gestand.work.consents.columns import moment_text, open_stores
from gestand.work.journal import Journal

PAID, LAPSED = "form paid", "form lapsed"
_KINDS = {State.PAID: PAID, State.LAPSED: LAPSED}

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another
_GROUPS, _IN_GROUP = 4, 5


@dataclass(frozen=True)
class Begun:
    """A payment that was started for an order which is not kept yet."""

    number: str
    started: Started

    def columns(self, sale: Sale) -> dict[str, str]:
        """Return what the row of the order holds of it."""
        return {sale.number: self.number, sale.reference: self.started.reference}


@dataclass(frozen=True)
class Order:
    """An order as its row tells it; `key` is that of the row, as its store has it."""

    form: Form
    key: Key
    number: str
    reference: str
    cents: int
    product: str
    state: State


def new_number() -> str:
    """Return the number of an order: a hundred bits, so that nobody guesses another one."""
    signs = [secrets.choice(_SIGNS) for _ in range(_GROUPS * _IN_GROUP)]
    groups = (signs[n : n + _IN_GROUP] for n in range(0, len(signs), _IN_GROUP))
    return "-".join(map("".join, groups))


def begin(payments: Payments, sale: Sale, judged: Judged, back: str, language: str) -> Begun:
    """Start the payment of what was chosen; `back` takes its number. CannotRun as a provider."""
    number = new_number()
    product = sale.product_of(judged.answers)
    wanted = Wanted(product.cents, number, back.format(number), language)
    return Begun(number, payments.start(wanted))


def order_of(company: Company, form: Form, number: str) -> Order | None:
    """Return the order with a number; None where there is none."""
    found = _orders(company, form, Equals(Column(ROW, _sale(form).number), (number,)))
    return found[0] if len(found) == 1 else None


def unpaid(company: Company, form: Form) -> list[Order]:
    """Return every order of which nobody knows yet what became of its payment."""
    sale = _sale(form)
    started = none_of(Null(Column(ROW, sale.reference)))
    return _orders(company, form, all_of(_is_open(sale), started))


def settle(
    company: Company, journal: Journal, order: Order, found: Found, at: datetime
) -> State:
    """Write what the provider says of an order that was open, and return how far it is.

    Raises CannotRun where it says something else of this payment than was ordered.
    """
    if order.state is not State.OPEN or found.state is State.OPEN:
        return order.state
    form = order.form
    if (found.cents, found.number) != (order.cents, order.number):
        message = f"the payment of an order of `{form.purpose}` is not for what was ordered: look"
        raise CannotRun(message)
    store = store_of(form.table)
    with open_stores(company, writing=store, only=store) as runs:
        if not _write(company, runs[store], order, found.state, at):
            return _now(runs[store], order)
        told = {
            "form": form.purpose,
            "table": form.table,
            "row": company.state.digest(form.table, ",".join(map(str, order.key))),
            "by": company.state.digest("decider", decider()),
            "on": at.astimezone(ZoneInfo(company.zone)).date().isoformat(),
        }
        # INVARIANT: the entry is on disk before the row can be kept.
        with journal.recording((_KINDS[found.state], told)):
            pass
    return found.state


def _sale(form: Form) -> Sale:
    if form.sale is None:
        message = f"the form of `{form.purpose}` sells nothing"
        raise CannotRun(message)
    return form.sale


def _is_open(sale: Sale) -> Predicate:
    return all_of(Null(Column(ROW, sale.paid)), Null(Column(ROW, sale.lapsed)))


def _orders(company: Company, form: Form, where: Predicate) -> list[Order]:
    store = store_of(form.table)
    with open_stores(company, only=store) as runs:
        return _read(runs[store], form, where)


def _read(run: Run, form: Form, where: Predicate) -> list[Order]:
    sale, keys = _sale(form), [column.name for column in run.key_columns(form.table)]
    names = (*keys, sale.number, sale.reference, sale.price, sale.product, sale.paid, sale.lapsed)
    rows = run.rows_out(form.table, names, where)
    return [_order(form, row, len(keys)) for batch in rows for row in batch]


def _order(form: Form, row: Key, width: int) -> Order:
    number, reference, cents, product, paid, lapsed = row[width:]
    state = State.PAID if paid else State.LAPSED if lapsed else State.OPEN
    told = (str(number or ""), str(reference or ""), int(cents or 0), str(product or ""))
    return Order(form, row[:width], *told, state)


def _by_key(run: Run, order: Order) -> Predicate:
    names = (column.name for column in run.key_columns(order.form.table))
    return all_of(*(Equals(Column(ROW, n), (p,)) for n, p in zip(names, order.key, strict=True)))


def _now(run: Run, order: Order) -> State:
    """Return how far an order is that somebody else has settled meanwhile."""
    found = _read(run, order.form, _by_key(run, order))
    return found[0].state if found else State.LAPSED


def _write(
    company: Company, run: Run, order: Order, state: State, at: datetime
) -> bool:
    """Write the day in the row; False where it says by now what became of the payment."""
    form, images = order.form, run.images()
    sale = _sale(form)
    names = [column.name for column in run.key_columns(form.table)]
    written = images.written(form.table, names, [str(part) for part in order.key])
    image = images.at(form.table, names, [written]).get(written)
    # INVARIANT: nobody else changes the row from here on, and it is as it was decided about.
    if image is None or _read(run, form, _by_key(run, order)) != [order]:
        return False
    column = sale.paid if state is State.PAID else sale.lapsed
    columns = images.columns(form.table)
    (day,) = images.written(form.table, [column], [_day(company, form, column, at)])
    after = tuple(dict(zip(columns, image, strict=True))[name] for name in columns)
    changed = tuple(day if n == column else v for n, v in zip(columns, after, strict=True))
    refused = images.update(form.table, names, [changed], [column])[0]
    if refused is not None:
        message = f"`{form.table}` does not take the day of a payment: {refused.value}"
        raise CannotRun(message)
    return True


def _day(company: Company, form: Form, column: str, at: datetime) -> str:
    """Return this moment as a column holds one: a day, or a moment in the zone of its store."""
    live = company.schemas[store_of(form.table)].tables[bare(form.table)].columns[column]
    own = next(one for one in company.holdings.occasions if one.table == form.table)
    known = (moment for moment in own.all_moments() if moment.column == column)
    moment = next(known, Moment(column, live.kind, own.began.zone))
    return moment_text(moment, at, company.zone)
