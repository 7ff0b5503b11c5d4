"""An identifier that hides in any column of a real database is found, and nothing else is."""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gestand.core.residue.forms import Form, Sought
from gestand.stores.base import RowFound
from gestand.stores.sql import SqlStore
from tests.databases import Database, on
from tests.hiding import HIDING, IDENTIFIERS, IN_BYTES, NOISE

ROWS = {
    "sqlite": "CREATE TABLE odd (n INTEGER, a VARCHAR(2000), b TEXT, c BLOB, d DATE)",
    "postgresql": "CREATE TABLE odd (n INTEGER, a VARCHAR(2000), b TEXT, c BYTEA, d TEXT[])",
    "mariadb": "CREATE TABLE odd (n INTEGER, a VARCHAR(2000) CHARACTER SET utf8mb4,"
    " b LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, c LONGBLOB,"
    " d TEXT CHARACTER SET utf8mb4)",
}
COLUMNS = ("a", "b", "c", "d")
Hidden = tuple[str, str, str]
"""What stands before, how it is hidden, in which column."""


def insert(database: Database, rows: Sequence[tuple[object, ...]]) -> None:
    mark = "?" if database.kind == "sqlite" else "%s"
    with closing(database.connect()) as connection:
        cursor = connection.cursor()
        cursor.executemany(f"INSERT INTO odd VALUES ({', '.join([mark] * 5)})", rows)
        connection.commit()


def searched(database: Database, *sought: Sought) -> list[RowFound]:
    store = SqlStore.at("db", database.url, "UTC")
    table = store.reflect().tables["odd"]
    with store.search(sought) as search:
        return list(search.rows(table))


def row(database: Database, text: str, hidden: Hidden) -> tuple[object, ...]:
    before, how, column = hidden
    if column == "c":
        return (1, None, None, before.encode() + b" " + IN_BYTES[how](text), None)
    told: object = f"{before} {HIDING[how](text)}"
    told = [told] if column == "d" and database.kind == "postgresql" else told
    return (1, *(told if name == column else None for name in COLUMNS))


WAYS = st.tuples(NOISE, st.sampled_from(sorted(HIDING)), st.sampled_from(COLUMNS))
FEW = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(text=IDENTIFIERS, hidden=st.lists(WAYS, min_size=1, max_size=12), others=st.lists(NOISE))
def test_whatever_is_hidden_is_found_and_nothing_else(
    database: Database, text: str, hidden: list[Hidden], others: list[str]
) -> None:
    database.run(f"DROP TABLE IF EXISTS odd; {ROWS[database.kind]}")
    noise = [(2, other, other, other.encode(), None) for other in others]
    insert(database, [*noise, *(row(database, text, each) for each in hidden)])
    found = searched(database, Sought(text))
    assert [list(each.forms) for each in found] == [[column] for _, _, column in hidden]


def test_a_number_stands_in_a_column_of_numbers(database: Database) -> None:
    database.run(
        "CREATE TABLE odd (id INTEGER PRIMARY KEY, tel BIGINT, day DATE);"
        "INSERT INTO odd VALUES (1, 31612345678, '2026-01-01'), (2, 31612345679, '2026-01-01')"
    )
    found = searched(database, Sought("06-1234 5678"))
    assert found == [RowFound((1,), {"tel": Form.SPACED})]


def test_a_short_one_is_found_as_a_whole_value(database: Database) -> None:
    database.run(
        "CREATE TABLE odd (id INTEGER PRIMARY KEY, name VARCHAR(20));"
        "INSERT INTO odd VALUES (17, 'Bo'), (2, 'bo '), (3, 'Bob'), (4, '17'), (5, '170')"
    )
    for text, keys in (("Bo", [(2,), (17,)]), ("17", [(4,), (17,)])):
        assert sorted(each.key for each in searched(database, Sought(text, whole=True))) == keys


@on("sqlite")
def test_a_text_is_looked_at_behind_a_zero_and_in_any_column(database: Database) -> None:
    database.run(
        "CREATE TABLE odd (id INTEGER PRIMARY KEY, day DATE);"
        "INSERT INTO odd VALUES (1, 'x' || char(0) || 'ann.b@delinde.example')"
    )
    found = searched(database, Sought("ann.b@delinde.example"))
    assert found == [RowFound((1,), {"day": Form.AS_IT_IS})]


@on("postgresql", "mariadb")
def test_json_is_looked_through(database: Database) -> None:
    kind = "JSONB" if database.kind == "postgresql" else "JSON"
    database.run(
        f"CREATE TABLE odd (id INTEGER PRIMARY KEY, told {kind});"
        """INSERT INTO odd VALUES (1, '{"to": ["ann.b@delinde.example"]}')"""
    )
    found = searched(database, Sought("ann.b@delinde.example"))
    assert found == [RowFound((1,), {"told": Form.AS_IT_IS})]


@on("mariadb")
def test_what_the_database_takes_for_the_same_is_found(database: Database) -> None:
    database.run(
        "CREATE TABLE odd (id INTEGER PRIMARY KEY, name VARCHAR(40) CHARACTER SET latin1);"
        "INSERT INTO odd VALUES (1, 'José García')"
    )
    assert searched(database, Sought("Jose Garcia")) == [
        RowFound((1,), {"name": Form.OTHER_LETTERS})
    ]


TYPES = {
    "postgresql": {
        "a": ("point_of_view", "'ann.b@delinde.example'"),
        "b": ("INET", "'192.0.2.170'"),
        "c": ("TSVECTOR", "to_tsvector('simple', 'to ann.b@delinde.example')"),
        "d": ("UUID", "'aaaaaaaa-0000-4000-8000-000000000001'"),
        "e": ("VARCHAR(40)[]", "ARRAY['ann.b@delinde.example']"),
        "f": ("BYTEA[]", "ARRAY['ann.b@delinde.example'::bytea]"),
        "g": ("raw", "'ann.b@delinde.example'"),
        "h": ("CHAR(40)", "'ann.b@delinde.example'"),
        "i": ("JSON", """'{"to": "ann.b\\u0040delinde.example"}'"""),
        **{
            f"no{number}": (words, "NULL")
            for number, words in enumerate(
                "POINT POLYGON BOX CIRCLE BIT(8) VARBIT MONEY INTERVAL TIME MACADDR INT4RANGE"
                " OID PG_LSN TXID_SNAPSHOT REGCLASS TIMESTAMPTZ BOOLEAN REAL".split()
            )
        },
    },
    "mariadb": {
        "a": ("ENUM('point', 'ann.b@delinde.example')", "'ann.b@delinde.example'"),
        "b": ("INET6", "'2001:db8::170:1'"),
        "c": ("SET('blob', 'ann.b@delinde.example')", "'ann.b@delinde.example'"),
        "d": ("UUID", "'aaaaaaaa-0000-4000-8000-000000000001'"),
        "e": ("VARBINARY(40)", "'ann.b@delinde.example'"),
        "f": ("TINYBLOB", "'ann.b@delinde.example'"),
        "g": ("CHAR(40) CHARACTER SET ucs2", "'ann.b@delinde.example'"),
        "h": ("VARCHAR(80) COMPRESSED", "'ann.b@delinde.example'"),
        "i": ("JSON", """'{"to": "ann.b\\\\u0040delinde.example"}'"""),
        **{
            f"no{number}": (words, "NULL")
            for number, words in enumerate(
                "POINT GEOMETRY MULTIPOLYGON BIT(8) BINARY(8) TIME YEAR DECIMAL(9,2) DOUBLE"
                " DATETIME(6) TIMESTAMP BOOLEAN".split()
            )
        },
    },
}
"""By kind of database columns of many types: some hold an identifier, the others nothing."""


@on("postgresql", "mariadb")
def test_types_of_every_kind_are_looked_through(database: Database) -> None:
    types = TYPES[database.kind]
    if database.kind == "postgresql":
        database.run(
            "CREATE TYPE point_of_view AS ENUM ('ann.b@delinde.example');"
            "CREATE DOMAIN raw AS BYTEA"
        )
    columns = ", ".join(f"{name} {words} NULL" for name, (words, _) in types.items())
    values = ", ".join(value for _, value in types.values())
    database.run(f"CREATE TABLE odd (id INTEGER PRIMARY KEY, {columns})")
    database.run(f"INSERT INTO odd VALUES (1, {values})")
    sought = ("ann.b@delinde.example", "192.0.2.170", "2001:db8::170:1")
    uuid = "AAAAAAAA-0000-4000-8000-000000000001"
    (found,) = searched(database, *map(Sought, (*sought, uuid)))
    assert list(found.forms) == list("abcdefghi")
UUID = "6f1c0a52-9b7e-4d3a-8c21-0e5d4b7a9f13"
OTHER = "6f1c0a52-9b7e-4d3a-8c21-0e5d4b7a9f14"
ADDRESS = "ann.b@delinde.example"


def of_uuid(text: str) -> list[bytes]:
    """Return a UUID as the programs of three makers keep it in sixteen bytes."""
    plain = bytes.fromhex(text.replace("-", ""))
    by_time = plain[6:8] + plain[4:6] + plain[:4] + plain[8:]
    little = plain[3::-1] + plain[5:3:-1] + plain[7:5:-1] + plain[8:]
    return [plain, by_time, little]


def test_a_uuid_is_found_as_bytes_and_without_its_dashes(database: Database) -> None:
    binary = "BYTEA" if database.kind == "postgresql" else "BINARY(16)"
    database.run(f"CREATE TABLE odd (n INTEGER, a VARCHAR(60), b TEXT, c {binary}, d TEXT)")
    for told, text in ((1, UUID), (2, OTHER)):
        kept = [(told, None, None, data, None) for data in of_uuid(text)]
        bare = text.replace("-", "").upper()
        coded = base64.b64encode(of_uuid(text)[0]).decode()
        texts = [text, bare, f"0x{of_uuid(text)[2].hex()}", coded, f'{{"id": "{coded}"}}']
        insert(database, [*kept, *((told, each, None, None, None) for each in texts)])
    found = [each.forms for each in searched(database, Sought(UUID))]
    assert [forms["c"] for forms in found if "c" in forms] == [Form.UUID] * 3
    assert [forms["a"] for forms in found if "a" in forms] == [
        Form.AS_IT_IS, Form.HEX, Form.HEX, Form.BASE64, Form.BASE64,
    ]  # fmt: skip


PACKING: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    **{f"zlib {n}": lambda data, level=n: zlib.compress(data, level) for n in (1, 3, 6, 9)},
    "the length before it": lambda data: len(data).to_bytes(4, "little") + zlib.compress(data),
}


def test_a_compressed_value_is_unpacked(database: Database) -> None:
    database.run(ROWS[database.kind].replace("VARCHAR(2000)", "TEXT").replace("TEXT[]", "TEXT"))
    for told, text in ((1, ADDRESS), (2, "bo.b@delinde.example")):
        for how in ("gzip", "zlib 6"):
            data = PACKING[how](f'{{"to": "{text}", "n": {list(range(99))}}}'.encode())
            signed = f".{base64.urlsafe_b64encode(data).decode().rstrip('=')}:1abc:signed"
            within = f'{{"cart": "{base64.b64encode(data).decode()}"}}'.replace("/", "\\/")
            insert(database, [(told, signed, within, None, None)])
        for pack in PACKING.values():
            data = pack(f"written to {text}".encode() * 9)
            insert(database, [(told, base64.b64encode(data[-4:]).decode(), None, data, None)])
    found = searched(database, Sought(ADDRESS))
    assert [set(each.forms.values()) for each in found] == [{Form.PACKED}] * 8
    assert [sorted(each.forms) for each in found] == [["a", "b"]] * 2 + [["c"]] * 6


def test_a_value_that_only_begins_like_a_compressed_one_is_none(database: Database) -> None:
    database.run(f"DROP TABLE IF EXISTS odd; {ROWS[database.kind]}")
    texts = ("eJwork of nobody", "H4sIAAAAAAAA", "Enough of eNoughs", "eAEAAAAAAAAAAAAAAAAA")
    data = (b"\x78\x9c", b"\x1f\x8b\x08", b"\x1f\x8b\x08\x00" + bytes(40), zlib.compress(b"")[:5])
    insert(database, [(1, text, text, each, None) for text, each in zip(texts, data, strict=True)])
    assert searched(database, Sought(ADDRESS)) == []
