"""Build the databases of the web shop: the same arguments give the same content.

Half of the people have an account, an eighth ordered without one, a quarter asked for the
newsletter, and the others only looked around.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from gestand.demo.drawn import Draw, Person, Row, write

SCHEMA = Path(__file__).parent / "schema.sql"
ARTICLES = ("dekbedovertrek", "kussensloop", "tafellaken", "theedoek", "badhanddoek", "sprei")
_REASONS = ("te klein", "andere kleur dan op de foto", "een gaatje in de zoom", "dubbel besteld")
_PAGES = ("/", "/beddengoed", "/tafellinnen", "/uitverkoop", "/retourneren")
_WORDING = "nieuwsbrief 2025-1"
_YEARS = 9 * 365


def build(directory: Path, people: int, seed: int, today: date) -> None:
    """Write `shop.db` and `site.db` into a directory, which may not hold them."""
    draw = Draw(people, seed, today)
    directory.mkdir(parents=True, exist_ok=True)
    write(directory / "shop.db", SCHEMA, _shop(draw))
    write(directory / "site.db", SCHEMA, _site(draw))


def _shop(draw: Draw) -> dict[str, list[Row]]:
    customers, orders = _customers(draw)
    guests = _guest_orders(draw)
    lines, returns, invoices, payments = _followed(draw, [*orders, *guests])
    return {
        "products": [(n, name, 995 + 500 * n) for n, name in enumerate(ARTICLES, start=1)],
        "customers": customers,
        "orders": [row for _, row in orders],
        "guest_orders": [row for _, row in guests],
        "order_lines": lines,
        "returns": returns,
        "invoices": invoices,
        "payments": payments,
        "reviews": _reviews(draw),
    }


Placed = tuple[Person, Row]
"""An order with whoever placed it."""


def _customers(draw: Draw) -> tuple[list[Row], list[Placed]]:
    customers: list[Row] = []
    orders: list[Placed] = []
    for one in draw.everybody(1, draw.people // 2):
        registered = draw.day(_YEARS, 30)
        seen = draw.later(registered, 2_000) or draw.today
        closed = draw.later(seen, 400, 0.2)
        phone = "+31 6 0000 0000" if draw.happens(0.5) else None
        street, code, city = draw.address()
        refused = draw.later(registered, 900, 0.15)
        customers.append(
            (one.number, f"LK{one.number:06}", one.name, one.email, phone, street, code, city,
             "no password", registered, seen, closed, refused)
        )  # fmt: skip
        for _ in range(draw.dice.choice((0, 1, 1, 2, 3))):
            ordered = registered + timedelta(days=draw.dice.randint(0, (seen - registered).days))
            where = f"{street}, {code} {city}"
            number, end = len(orders) + 1, _end(draw, ordered)
            orders.append((one, (number, one.number, where, draw.iban(), *end)))
    return customers, orders


def _end(draw: Draw, ordered: date) -> tuple[date, date | None, date | None]:
    """Return when an order was placed, and when it was delivered or cancelled."""
    if draw.happens(0.08):
        return ordered, None, draw.later(ordered, 10)
    return ordered, draw.later(ordered, 9), None


def _guest_orders(draw: Draw) -> list[Placed]:
    guests: list[Placed] = []
    for one in draw.everybody(draw.people // 2 + 1, draw.people // 8):
        where = ", ".join(draw.address())
        phone = "+31 6 0000 0000" if draw.happens(0.3) else None
        end = _end(draw, draw.day(_YEARS))
        number = len(guests) + 1
        guests.append((one, (number, one.name, one.email, phone, where, draw.iban(), *end)))
    return guests


def _followed(draw: Draw, placed: Iterable[Placed]) -> tuple[list[Row], ...]:
    """Return what follows an order: lines, perhaps a return, the invoice and its payment."""
    lines: list[Row] = []
    returns: list[Row] = []
    invoices: list[Row] = []
    payments: list[Row] = []
    for one, row in placed:
        of = (row[0], None) if isinstance(row[1], int) else (None, row[0])
        delivered = row[-2]
        for _ in range(draw.dice.randint(1, 3)):
            product = draw.dice.randrange(len(ARTICLES))
            embroidery = f"voor {draw.word('first_names')}" if draw.happens(0.2) else None
            lines.append((len(lines) + 1, *of, product + 1, ARTICLES[product], 1, embroidery))
        if not isinstance(delivered, date):
            continue
        number, cents = len(invoices) + 1, draw.dice.randint(1_500, 20_000)
        where = ", ".join(draw.address())
        invoices.append((number, *of, f"F{number:07}", one.name, where, cents, delivered))
        payments.append((number, number, draw.iban(), one.name, cents, delivered))
        asked = draw.later(delivered, 14, 0.12)
        if asked:
            settled = draw.later(asked, 20, 0.95)
            reason = draw.among(*_REASONS)
            back = (len(returns) + 1, *of, lines[-1][4], reason, draw.iban(), asked, settled)
            returns.append(back)
    return lines, returns, invoices, payments


def _reviews(draw: Draw) -> list[Row]:
    found: list[Row] = []
    for customer in range(1, draw.people // 2 + 1, 9):
        written = draw.day(1_500)
        stars, name = draw.dice.randint(1, 5), draw.word("first_names")
        praise = draw.among("zacht", "stevig", "mooi gemaakt")
        words = f"{draw.among(*ARTICLES)}: {praise}, zegt {name}"
        withdrawn, removed = draw.later(written, 700, 0.1), draw.later(written, 900, 0.15)
        product = draw.dice.randint(1, len(ARTICLES))
        found.append(
            (len(found) + 1, customer, product, stars, name, words, written, withdrawn, removed)
        )
    return found


def _site(draw: Draw) -> dict[str, list[Row]]:
    questions: list[Row] = []
    subscriptions: list[Row] = []
    visits: list[Row] = []
    for one in draw.everybody(1, draw.people // 20):
        received = draw.day(900)
        words = f"Is de {draw.among(*ARTICLES)} ook in het blauw te krijgen?"
        answered = draw.later(received, 9, 0.95)
        questions.append((len(questions) + 1, one.name, one.email, None, words, received, answered))
    for one in draw.everybody(draw.people * 5 // 8 + 1, draw.people // 4):
        asked = draw.day(1_600)
        confirmed = draw.later(asked, 5, 0.85)
        withdrawn = draw.later(confirmed, 900, 0.3) if confirmed else None
        bounced = draw.later(confirmed, 900, 0.1) if confirmed else None
        wording = _WORDING if confirmed else None
        subscriptions.append(
            (len(subscriptions) + 1, one.first, one.email, wording, asked, confirmed, withdrawn,
             bounced)
        )  # fmt: skip
    for visitor in range(draw.people // 4):
        code, device = f"b-{draw.seed}-{visitor:06}", draw.among("telefoon", "tablet", "computer")
        seen = draw.day(800)
        withdrawn = draw.later(seen, 300, 0.1)
        for page in draw.dice.sample(_PAGES, draw.dice.randint(1, 4)):
            visits.append((len(visits) + 1, code, page, device, seen, withdrawn, seen))
    return {"questions": questions, "subscriptions": subscriptions, "visits": visits}
