"""The shop: 35 rows of each customer in nine of its eleven tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bench.worlds.world import TODAY, Rows, World

CUSTOMERS = 100_000
ORDERS, ITEMS, VISITS = 5, 2, 5
"""Of each customer, of each order, and of each customer again."""
PRODUCTS = 1_000
CLOSED = date(2026, 12, 1)
MIXED = 7_919
"""A prime: what belongs to one customer stands apart, as it does where it came in over years."""
_DAYS = 3_650


def asked(people: int, step: int) -> list[int]:
    """Return the customers who may ask: they have closed their accounts."""
    return [key for key in range(step, people + 1, step) if key % 5 == 0]


def rows(people: int, step: int) -> Iterator[tuple[str, Rows]]:
    """Yield the rows of each table, parents first.

    Where `step` is more than 1 only each so-manyth customer has 35 rows, and the others have three.
    """
    full = range(step, people + 1, step)
    few = [key for key in range(1, people + 1) if key % step] if step > 1 else []
    owners = [*_spread(full, ORDERS), *few]
    items = [*_spread(range(1, ORDERS * len(full) + 1), ITEMS)]
    items += range(ORDERS * len(full) + 1, len(owners) + 1)
    yield "products", ((key, f"Lamp {key}", 500 + key) for key in range(1, PRODUCTS + 1))
    yield "customers", map(_customer, range(1, people + 1))
    addresses = enumerate(_spread(full, 2), start=1)
    yield "addresses", ((n, key, f"Kade {n}", "Rotterdam") for n, key in addresses)
    yield "sign_ins", (_visit(n, key) for n, key in enumerate(_spread(full, VISITS), start=1))
    yield "orders", (_order(n, key) for n, key in enumerate(owners, start=1))
    yield "order_items", (_item(n, key) for n, key in enumerate(items, start=1))
    paid = enumerate(owners[: ORDERS * len(full)], start=1)
    yield "payments", (_payment(n, key) for n, key in paid)
    sent = range(1, ORDERS * len(full) + 1)
    yield "shipments", ((n, n, f"Klant {n}", f"3S{n:09}", _ordered(n)) for n in sent)
    yield "reviews", (_review(n, key) for n, key in enumerate(full, start=1))
    yield "subscriptions", (_subscription(n, key) for n, key in enumerate(full, start=1))
    given = ((n, key) for n, key in enumerate(full, start=1) if key % 10 == 1)
    yield "vouchers", ((n, key, "Veel plezier ermee", 2_500) for n, key in given)


def _spread(keys: range, times: int) -> Iterator[int]:
    """Yield each key so many times, none beside itself."""
    count = len(keys) * times
    return (keys[n * MIXED % count % len(keys)] for n in range(count))


def _ordered(number: int) -> str:
    return str(TODAY - timedelta(days=20 + number * MIXED % _DAYS))


def _customer(key: int) -> tuple[object, ...]:
    closed = str(CLOSED) if key % 5 == 0 else None
    email = f"klant{key}@mail.example"
    return key, f"Klant {key}", email, f"06-{key:08}", "2016-02-03", closed


def _visit(number: int, key: int) -> tuple[object, ...]:
    day = TODAY - timedelta(days=1 + number * MIXED % 60)
    return number, key, f"192.0.2.{number % 250}", "Firefox", str(day)


def _order(number: int, key: int) -> tuple[object, ...]:
    ordered = _ordered(number)
    fulfilled = None if number % 35 == 0 else str(date.fromisoformat(ordered) + timedelta(days=3))
    return number, key, f"Kade {number}", "Rotterdam", ordered, fulfilled


def _item(number: int, order: int) -> tuple[object, ...]:
    product = number % PRODUCTS + 1
    return number, order, product, f"Lamp {product}", f"bij de buren op {number}", number % 3 + 1


def _payment(number: int, key: int) -> tuple[object, ...]:
    iban = f"NL00BANK{number:010}"
    return number, key, number, f"Klant {key}", iban, 500 + number % 9_000, _ordered(number)


def _review(number: int, key: int) -> tuple[object, ...]:
    return number, key, number % PRODUCTS + 1, f"Mooie lamp {number}", "2024-05-06", None


def _subscription(number: int, key: int) -> tuple[object, ...]:
    return number, key, f"klant{key}@mail.example", "2025-06-07", None


SHOP = World("shop", "customer", rows, asked, CUSTOMERS)
