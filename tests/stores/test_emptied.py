"""What becomes of a value: each database computes it as it is told, and only once."""

from __future__ import annotations

import hmac
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gestand.core.left import LONGEST_ADDRESS, is_left
from gestand.core.predicate import Differs, Emptied
from gestand.core.reach import ROW
from gestand.stores.emptied import emptied_value
from gestand.stores.run import Connected
from gestand.stores.sql import SqlStore
from tests.databases import KINDS, Database, marks_of
from tests.stores.test_conditions import HOME, NOBODY

KEY = ("id",)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9)


@dataclass(frozen=True)
class Way:
    """One way of emptying a column of some type, and the values that stand there."""

    change: Emptied
    declared: str
    values: st.SearchStrategy[Any]
    becomes: Callable[[Any], Any]
    kinds: tuple[str, ...] = KINDS

    def __str__(self) -> str:
        return f"{self.change.how} {self.change.size or ''} of {self.declared}"


def first_of(part: str) -> Callable[[str], str]:
    """Return what makes the first moment of the month or the year of one."""
    kept = {"year": 4, "month": 7}[part]
    return lambda v: v[:kept] + "-01-01"[kept - 4 :] + (" 00:00:00" + v[19:] if v[10:] else "")


def if_a_day(instead: str | None) -> Callable[[Any], Any]:
    """Return what makes the first day of a year, and of what is no day something else."""
    return lambda v: instead if str(v) in ODD_DAYS else first_of("year")(v)


def down_to(steps: int) -> Callable[[Any], Any]:
    """Return what leaves off the rest of a division, whichever way the number points."""
    return lambda v: (abs(v) // steps) * steps * (1 if v > 0 else -1)


def network_of(text: str) -> str:
    """Return the network of an address, read from its bytes; nothing where it is none."""
    if len(text) > LONGEST_ADDRESS:
        return ""
    for family, kept in ((socket.AF_INET, 3), (socket.AF_INET6, 6)):
        with suppress(OSError):
            whole = socket.inet_pton(family, text)
            return socket.inet_ntop(family, whole[:kept].ljust(len(whole), b"\0"))
    return ""


def digits_of(address: IPv4Address | IPv6Address) -> str:
    """Return an address in all its digits; Python 3.13 writes the end of some as one of IPv4."""
    return ":".join(address.packed.hex()[n : n + 4] for n in range(0, 32, 4))


SMALL, LARGE = st.integers(-(2**31), 2**31 - 1), st.integers(-(2**63) + 1, 2**63 - 1)
CENTS = st.decimals(-(10**8), 10**8, places=2)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(str)
TIMES = st.times().map(lambda time: f"{time:%H:%M:%S}")
MOMENTS = st.tuples(DAYS, TIMES).map(" ".join)
EPOCH = st.tuples(st.dates(date(1970, 1, 2), date(2037, 12, 31)).map(str), TIMES).map(" ".join)
NO_ADDRESSES = ("", "1.2.3", "1.2.3.400", "1.2.3.4:80", "1.2.3.4, 5.6.7.8", "Ann", "::1%eth0")
LONG = "0000:0000:0000:0000:0000:ffff:223.75.159.205"
NONE_OF_THEM = st.sampled_from((*NO_ADDRESSES, LONG, ":::", "1.2.3.4\n", " 1.2.3.4", "1.2.3.04"))
ADDRESSES = st.ip_addresses().map(str) | st.ip_addresses(v=6).map(digits_of)
# Blanks at the end of a CHAR are none to most databases, and SQLite keeps them.
UNPADDED = TEXTS.map(lambda v: v.rstrip(" "))
YEAR, MONTH = Emptied("v", "year", None), Emptied("v", "month", None)
NONE = "0001-01-01"
NO_YEAR = Emptied("v", "year", NONE)
ODD_DAYS = ("soon", "", "2026-02-30", "2026-13-01", "20260615", "1-1-2026")
ODD = st.sampled_from(ODD_DAYS)
ENDLESS = DAYS | st.sampled_from(["infinity", "-infinity"])
ZEROS = DAYS | st.sampled_from(["0000-00-00", "2026-00-00", "2026-06-00", "0000-00-15"])
TO_YEARS, TO_MONTHS = first_of("year"), first_of("month")
SECRET = b"of nobody and nothing"


def made_of(*parts: str) -> str:
    """Return a pseudonym as the standard library makes it."""

    def digits(*told: str) -> str:
        return hmac.new(SECRET, "\x1f".join(told).encode(), "sha256").hexdigest()

    made = digits(*parts)[:16]
    return f"erased-{made}{digits('check', made)[:8]}"


def for_the_value(value: str) -> str:
    """Return what becomes of a text; of a pseudonym, itself."""
    return value if value in MADE else made_of("value", value)


MADE = (made_of("value", "Ann"), made_of("customer", "7"))
NOT_MADE = ("erased-", "erased-1", "erased-0123456789abcdef01234567", MADE[0].upper(), MADE[1][:-1])
NAMES = TEXTS | st.sampled_from([*MADE, *NOT_MADE])
FIRST_SECOND = "1970-01-01 00:00:01"
NETWORK = Emptied("v", "network", "")
WAYS = [
    Way(Emptied("v", "first", size=3), "VARCHAR(40)", TEXTS, lambda v: v[:3]),
    Way(Emptied("v", "first", size=1), "CHAR(12)", UNPADDED, lambda v: v[:1].rstrip(" ")),
    Way(Emptied("v", "last", size=4), "TEXT", TEXTS, lambda v: v[-4:]),
    Way(YEAR, "DATE", DAYS, TO_YEARS),
    Way(MONTH, "DATE", DAYS, TO_MONTHS),
    Way(MONTH, "TIMESTAMP", MOMENTS, TO_MONTHS, ("sqlite", "postgresql")),
    Way(YEAR, "TIMESTAMPTZ", MOMENTS.map(lambda v: f"{v}+00"), TO_YEARS, ("postgresql",)),
    Way(YEAR, "DATETIME", MOMENTS, TO_YEARS, ("mariadb",)),
    Way(YEAR, "TIMESTAMP NULL", EPOCH, lambda v: max(TO_YEARS(v), FIRST_SECOND), ("mariadb",)),
    Way(Emptied("v", "steps", None, 7), "INTEGER", SMALL, down_to(7)),
    Way(Emptied("v", "steps", None, 1000), "BIGINT", LARGE, down_to(1000)),
    Way(Emptied("v", "steps", None, 100), "DECIMAL(12, 2)", CENTS, down_to(100), KINDS[1:]),
    Way(Emptied("v", "steps", None, 100), "REAL", CENTS.map(float), down_to(100), KINDS[:1]),
    Way(YEAR, "DATE", DAYS | ODD, if_a_day(None), KINDS[:1]),
    Way(NO_YEAR, "DATE", DAYS | ODD, if_a_day(NONE), KINDS[:1]),
    Way(YEAR, "DATE", ENDLESS, lambda v: None if "in" in v else TO_YEARS(v), KINDS[1:2]),
    Way(NO_YEAR, "DATE", ENDLESS, lambda v: NONE if "in" in v else TO_YEARS(v), KINDS[1:2]),
    Way(YEAR, "DATE", ZEROS, lambda v: None if "-00" in v else TO_YEARS(v), KINDS[2:]),
    Way(NO_YEAR, "DATE", ZEROS, lambda v: NONE if "-00" in v else TO_YEARS(v), KINDS[2:]),
    Way(
        Emptied("v", "steps", 0, 10),
        "INTEGER",
        SMALL | st.sampled_from(["soon", "", 1e300, float("inf")]),
        lambda v: down_to(10)(v) if isinstance(v, int) else 0,
        KINDS[:1],
    ),
    Way(NETWORK, "VARCHAR(60)", ADDRESSES | NONE_OF_THEM, network_of),
    Way(Emptied("v", "value", "value", reads=("v",)), "VARCHAR(60)", NAMES, for_the_value),
    Way(Emptied("v", "value", "value", reads=("v",)), "TEXT", NAMES, for_the_value),
    Way(NETWORK, "INET", ADDRESSES, network_of, ("postgresql",)),
]


@contextmanager
def writing(database: Database) -> Iterator[Connected]:
    store = SqlStore.at("db", database.url, "UTC")
    with store.run(store.reflect(), NOBODY, HOME, SECRET) as run:
        assert isinstance(run, Connected)
        yield run


def differing(run: Connected, change: Emptied) -> int:
    """Return how many rows do not hold yet what they are to hold."""
    row = run.renderer.row("db.own")
    where = run.renderer.condition(Differs(ROW, KEY, (change,)), row)
    return int(run.execute(sa.select(sa.func.count()).select_from(row).where(where)).scalar_one())


def there(run: Connected, way: Way) -> dict[int, Any]:
    """Return what stands in the column, without the spaces that fill it up."""
    row = run.renderer.row("db.own")
    found = run.connection.execute(sa.select(row.c.id, row.c.v))
    filled = way.declared.startswith("CHAR")
    return {n: v.rstrip(" ") if filled and v is not None else v for n, v in found}


def empty(run: Connected, way: Way) -> dict[int, Any]:
    """Empty the column in every row; return what stands there then."""
    row = run.renderer.row("db.own")
    change = {way.change.column: emptied_value(way.change, KEY, row, SECRET)}
    run.connection.execute(sa.update(row).values(change))
    return there(run, way)


@pytest.mark.parametrize(
    ("way", "kind"),
    [
        pytest.param(way, kind, id=f"{way}-{kind}", marks=marks_of(kind))
        for way in WAYS
        for kind in way.kinds
    ],
)
def test_what_a_value_becomes_stays_what_it_is(way: Way, database: Database) -> None:
    database.run(f"CREATE TABLE own (id INTEGER PRIMARY KEY, v {way.declared})")

    @settings(max_examples=5, phases=(Phase.explicit, Phase.generate))
    @given(st.lists(st.none() | way.values, min_size=20, max_size=60))
    def law(values: list[object]) -> None:
        with writing(database) as run, run.transaction(writing=True):
            row = run.renderer.row("db.own")
            run.connection.execute(sa.delete(row))
            given_rows = [{"id": n, "v": value} for n, value in enumerate(values)]
            run.connection.execute(sa.insert(row), given_rows)
            stored = there(run, way)
            wanted = {n: None if v is None else way.becomes(v) for n, v in stored.items()}
            changing = sum(stored[n] != value for n, value in wanted.items())
            assert differing(run, way.change) == changing
            assert empty(run, way) == wanted
            assert differing(run, way.change) == 0
            assert empty(run, way) == wanted
            assert all(is_left(way.change, (n,), value) for n, value in wanted.items())

    law()


DATED = ("customer", "7", "2026-06-01")


@pytest.mark.parametrize(
    ("reads", "made"),
    [
        (("who",), {1: ("customer", "7"), 2: ("customer", "7"), 3: ("customer", "8")}),
        (("who", "day"), {1: DATED, 2: DATED, 3: ("customer", "8", "\x1e")}),
    ],
)
def test_a_pseudonym_is_the_same_for_a_person_or_a_group(
    reads: tuple[str, ...], made: dict[int, tuple[str, ...]], database: Database
) -> None:
    database.run(
        """
        CREATE TABLE own (id INTEGER PRIMARY KEY, who INTEGER NOT NULL, day DATE, v VARCHAR(31));
        INSERT INTO own VALUES (1, 7, '2026-06-01', 'Ann'), (2, 7, '2026-06-01', 'A.'),
            (3, 8, NULL, 'Bo'), (4, 8, NULL, NULL);
        """
    )
    way = Way(Emptied("v", "person", "customer", reads=reads), "VARCHAR(31)", TEXTS, str)
    with writing(database) as run, run.transaction(writing=True):
        assert differing(run, way.change) == 3
        assert empty(run, way) == {n: made_of(*parts) for n, parts in made.items()} | {4: None}
        assert differing(run, way.change) == 0


def test_the_key_of_pseudonyms_is_never_shown(database: Database) -> None:
    database.run("CREATE TABLE own (id INTEGER PRIMARY KEY, v VARCHAR(31))")
    with writing(database) as run, run.transaction(writing=False):
        assert differing(run, Emptied("v", "value", "value", reads=("v",))) == 0
        shown = "\n".join(run.sql())
        assert "(a key)" in shown
        for with_ in (0, 0x36, 0x5C):
            assert bytes(byte ^ with_ for byte in SECRET).hex() not in shown
