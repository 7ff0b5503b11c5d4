"""What every kind of database does the same for a connection, and what it says when it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from gestand.core import predicate as p
from gestand.core.datamap.holdings import Holdings
from gestand.core.datamap.schema import ForeignKey, Kind, Table
from gestand.core.reach import ROW
from gestand.errors import CannotRun, StoreBusy
from gestand.stores.keysets import TEXT
from gestand.stores.run import Connected
from gestand.stores.sql import SqlStore
from tests.databases import Database, on
from tests.surfaces.commands import gestand

CITEXT = (Path(__file__).parent / "citext.sql").read_text("utf-8")
NOBODY = Holdings({}, (), (), (), {}, {})
PEOPLE = """
CREATE TABLE people (id INTEGER PRIMARY KEY, email VARCHAR(80), born DATE);
CREATE TABLE notes (id INTEGER PRIMARY KEY, p INTEGER NOT NULL,
    FOREIGN KEY (p) REFERENCES people (id));
INSERT INTO people VALUES (1, 'a@x.example', NULL), (2, ' A@X.example ', '1990-02-03'),
    (3, NULL, NULL), (4, 'ÁÇ@x.example', NULL), (5, 'áç@x.example', NULL);
INSERT INTO notes VALUES (1, 1);
"""
WITHIN = {
    "postgresql": "SET lock_timeout = '10ms'",
    "mariadb": "SET innodb_lock_wait_timeout = 0",
}


@pytest.fixture
def opened(database: Database) -> Iterator[Connected]:
    database.run(PEOPLE)
    store = SqlStore.at("db", database.url, "UTC")
    with store.run(store.reflect(), NOBODY, "UTC") as run:
        assert isinstance(run, Connected)
        yield run


def delete(run: Connected, table: str, key: int) -> None:
    row = run.renderer.row(f"db.{table}")
    run.connection.execute(sa.delete(row).where(row.c.id == key))


def count(database: Database, table: str) -> int:
    return int(database.rows(f"SELECT count(*) FROM {table}")[0][0])


def table(database: Database, script: str, name: str = "t") -> Table:
    database.run(script)
    return SqlStore.at("db", database.url, "UTC").reflect().tables[name]


def test_a_transaction_is_whole_or_not_at_all(opened: Connected, database: Database) -> None:
    with pytest.raises(KeyboardInterrupt), opened.transaction(writing=True):
        delete(opened, "notes", 1)
        opened.fill("keys", [("a",)], (TEXT,))
        opened.fill("keys", [("b",)], (TEXT,))
        raise KeyboardInterrupt
    assert count(database, "notes") == 1
    with opened.transaction(writing=True):
        delete(opened, "notes", 1)
    assert count(database, "notes") == 0


def test_a_key_set_of_a_transaction_that_failed_is_made_again(opened: Connected) -> None:
    like = opened.key_columns("db.people")
    row = opened.renderer.row("db.people")
    for key in ("a", "b"):
        with pytest.raises(KeyboardInterrupt), opened.transaction(writing=True):
            opened.fill("keys", [(key,)], (TEXT,))
            opened.sets.distinct("people", like[0], sa.select(row.c.id))
            assert list(opened.keys_of("keys", 1)) == [(key,)]
            raise KeyboardInterrupt
    with opened.transaction(writing=False):
        assert list(opened.keys_of("keys", 1)) == []
        opened.sets.distinct("people", like[0], sa.select(row.c.id))
        assert len(list(opened.keys_of("people", 1))) == 5


def test_a_row_that_another_points_at_cannot_go(opened: Connected, database: Database) -> None:
    with pytest.raises(CannotRun, match="^store `db`: (FOREIGN KEY|a row that had to go)"):
        with opened.transaction(writing=True):
            delete(opened, "people", 1)
    assert count(database, "people") == 5


def test_texts_come_into_a_key_set_as_they_are(opened: Connected, kind: str) -> None:
    plain = ["", " a ", "null", "NULL", "é", "e\u0301", "😀", '"', "'", "%s", "[1]", "x" * 255]
    odd = ["\\", "\\n", "\\.", "\n", "a\tb", "\r"] + ([] if kind == "postgresql" else ["a\0b"])
    with opened.transaction(writing=False):
        # Texts may be written another way where all of them are plain.
        for texts in (plain, odd, plain + odd, *([text] for text in odd)):
            opened.fill("texts", [(text,) for text in texts], (TEXT,))
            assert sorted(text for (text,) in opened.keys_of("texts", 1)) == sorted(texts)


@on("mariadb")
def test_a_key_set_that_is_too_large_for_memory_is_whole_all_the_same(
    opened: Connected, database: Database
) -> None:
    database.run("INSERT INTO notes SELECT 10 + seq, 1 FROM seq_1_to_5000")
    row, like = opened.renderer.row("db.notes"), opened.key_columns("db.notes")[0]
    with opened.transaction(writing=False):
        opened.connection.exec_driver_sql("SET SESSION max_heap_table_size = 16384")
        opened.sets.distinct("few", like, sa.select(row.c.id).where(row.c.id < 50))
        opened.sets.distinct("many", like, sa.select(row.c.id))
        assert [len(list(opened.keys_of(name, 1))) for name in ("few", "many")] == [40, 5001]
        made = [_engine(opened, name) for name in ("few", "many")]
    assert made == ["MEMORY", "InnoDB"]


def _engine(run: Connected, name: str) -> str:
    asked = f"SHOW CREATE TABLE {run.sets.table(name)}"
    made = str(run.connection.exec_driver_sql(asked).one()[1])
    return made.partition("ENGINE=")[2].partition(" ")[0]


def test_key_sets_never_reach_the_database_of_the_company(
    opened: Connected, database: Database
) -> None:
    with opened.transaction(writing=True):
        opened.fill("keys", [("a@x.example",)], (TEXT,))
    assert database.tables() == ["notes", "people"]


def test_an_identifier_is_found_whatever_case_and_spaces_of_ascii(opened: Connected) -> None:
    with opened.transaction(writing=False):
        assert sorted(opened.people_with("db.people", "email", " a@X.EXAMPLE")) == [(1,), (2,)]
        assert opened.people_with("db.people", "email", "ÁÇ@X.example") == [(4,)]
        assert opened.people_with("db.people", "email", "ac@x.example") == []
        assert opened.value("db.people", "email", (3,)) is None
        assert opened.value("db.people", "born", (2,)) == "1990-02-03"


@on("postgresql", "mariadb")
def test_who_finds_a_row_locked_is_told_to_try_again(opened: Connected, database: Database) -> None:
    with closing(database.connect()) as other:
        other.cursor().execute("UPDATE notes SET p = 2")
        opened.connection.exec_driver_sql(WITHIN[database.kind])
        opened.connection.commit()
        with pytest.raises(StoreBusy, match="^store `db` is busy: another program keeps rows"):
            with opened.transaction(writing=True):
                delete(opened, "notes", 1)
        other.rollback()
    with opened.transaction(writing=True):
        delete(opened, "notes", 1)
    assert count(database, "notes") == 0


@on("postgresql", "mariadb")
def test_an_error_shows_no_value_of_a_row(opened: Connected) -> None:
    row = opened.renderer.row("db.people")
    wrong = [
        sa.insert(row).values(id=1, email="secret@x.example"),
        sa.insert(row).values(id=9, born="secret"),
        sa.insert(row).values(id=9, email="secret" * 80),
    ]
    for statement in wrong:
        with pytest.raises(CannotRun) as raised, opened.transaction(writing=True):
            opened.connection.execute(statement)
        assert "secret" not in str(raised.value)


@on("postgresql")
def test_a_text_that_looks_past_case_is_told(database: Database) -> None:
    found = table(database, f"{CITEXT} CREATE TABLE t (id CITEXT PRIMARY KEY, a TEXT, b CITEXT)")
    told = {name: (column.kind, column.alike) for name, column in found.columns.items()}
    looser = (Kind.TEXT, "its case")
    assert told == {"id": looser, "a": (Kind.TEXT, ""), "b": looser}


@on("postgresql")
def test_a_condition_on_a_text_that_looks_past_case_takes_words_as_written(
    database: Database,
) -> None:
    database.run(
        f"{CITEXT} CREATE TABLE t (id INT PRIMARY KEY, a CITEXT, d CITEXT);"
        "INSERT INTO t VALUES (1, 'Ticket', '2026-06-15'), (2, 'ticket', 'soon'), (3, NULL, NULL)"
    )
    store = SqlStore.at("db", database.url, "UTC")
    with store.run(store.reflect(), NOBODY, "UTC") as run, run.transaction(writing=False):
        assert isinstance(run, Connected)
        row = run.renderer.row("db.t")
        own, at = p.Column("t", "a"), p.At(p.Column("t", "d"), Kind.TEXT, "UTC")
        asked: dict[p.Predicate, list[int]] = {
            p.Equals(own, ("ticket",)): [2],
            p.Differs("t", ("id",), (p.Emptied("a", "constant", "TICKET"),)): [1, 2, 3],
            p.Unreadable(at): [2],
            p.Reached(at, date(2026, 6, 15)): [1],
            p.Listed("words", (own,)): [1],
        }
        run.fill("words", [("Ticket",)], (TEXT,))
        for where, rows in asked.items():
            found = sa.select(row.c.id).where(run.renderer.condition(where, row))
            assert sorted(run.connection.scalars(found)) == rows, where


@on("postgresql")
def test_a_collation_that_takes_different_texts_for_the_same_is_told(database: Database) -> None:
    # Only ICU has such collations, and not every server has ICU; this one is never compared by.
    script = """
        CREATE COLLATION loose (provider = libc, locale = 'C');
        CREATE COLLATION exact (provider = libc, locale = 'C');
        UPDATE pg_collation SET collisdeterministic = false WHERE collname = 'loose'
            AND collnamespace = current_schema()::regnamespace;
        CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE loose, b VARCHAR(9) COLLATE exact)
    """
    found = table(database, script)
    told = [column.alike for column in found.columns.values()]
    assert told == ["", "what `loose` looks past", ""]


@on("postgresql")
@pytest.mark.parametrize(
    ("written", "once"),
    [
        ("UNIQUE NULLS NOT DISTINCT (a)", {"a"}),
        ("UNIQUE NULLS NOT DISTINCT (a, b)", {"a", "b"}),
        ("UNIQUE (a), UNIQUE NULLS NOT DISTINCT (b)", {"b"}),
        ("UNIQUE (a, b)", set()),
    ],
)
def test_a_column_in_which_null_may_stand_once_is_told(
    database: Database, written: str, once: set[str]
) -> None:
    found = table(database, f"CREATE TABLE t (id INT PRIMARY KEY, a TEXT, b INT, {written})")
    assert {name for name, column in found.columns.items() if column.null_once} == once


@on("postgresql")
@pytest.mark.parametrize(
    "index", ["(lower(a))", "(lower(a)) NULLS NOT DISTINCT", "(a) NULLS NOT DISTINCT"]
)
def test_an_index_tells_whether_null_may_stand_once(database: Database, index: str) -> None:
    script = "CREATE TABLE t (id INT PRIMARY KEY, a TEXT, b INT); CREATE UNIQUE INDEX u ON t "
    column = table(database, script + index).columns["a"]
    assert (column.unique, column.indexed, column.null_once) == (True, "", "NULLS" in index)


@on("postgresql")
def test_a_column_that_follows_another_tells_that_null_may_stand_once(database: Database) -> None:
    script = (
        "CREATE TABLE t (id INT PRIMARY KEY, a TEXT, b TEXT GENERATED ALWAYS AS (lower(a)) STORED,"
        " UNIQUE NULLS NOT DISTINCT (b))"
    )
    assert table(database, script).columns["a"].null_once


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "mariadb", "mysql"])
def test_a_server_that_does_not_answer_is_told_without_the_password(scheme: str) -> None:
    store = SqlStore.at("db", f"{scheme}://ann:s3cret@127.0.0.1:1/x", "UTC")
    with pytest.raises(CannotRun, match="^store `db`: .*127.0.0.1") as raised:
        store.reflect()
    assert "s3cret" not in str(raised.value)


@on("postgresql", "mariadb")
def test_a_column_has_a_kind(database: Database) -> None:
    columns = table(
        database,
        "CREATE TABLE t (id BIGINT PRIMARY KEY, v VARCHAR(40), n NUMERIC(10, 2) NOT NULL,"
        " d DATE, m TIMESTAMP NULL, b BOOLEAN, r DOUBLE PRECISION, w TEXT, u UUID)",
    ).columns
    kinds = {name: column.kind for name, column in columns.items()}
    assert kinds["b"] in (Kind.BOOLEAN, Kind.INTEGER)
    del kinds["b"]
    assert kinds == {
        "id": Kind.INTEGER, "v": Kind.TEXT, "n": Kind.NUMBER, "d": Kind.DATE, "m": Kind.TIMESTAMP,
        "r": Kind.NUMBER, "w": Kind.TEXT, "u": Kind.UUID,
    }  # fmt: skip
    assert columns["v"].length == 40
    assert [n for n, c in columns.items() if not c.nullable] == ["id", "n"]
    assert columns["m"].zone == ("UTC" if database.kind == "mariadb" else None)


def test_odd_names_and_keys_come_through(database: Database) -> None:
    q = database.quoted
    script = (
        f"CREATE TABLE {q('Order')} (a INTEGER, {q('zip code')} VARCHAR(9),"
        f" PRIMARY KEY ({q('zip code')}, a));"
        f"CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER, y VARCHAR(9) UNIQUE,"
        f" FOREIGN KEY (y, x) REFERENCES {q('Order')} ({q('zip code')}, a));"
        "CREATE VIEW seen AS SELECT id FROM t"
    )
    found = table(database, script)
    assert found.foreign_keys == (ForeignKey(("y", "x"), "Order", ("zip code", "a")),)
    assert [n for n, c in found.columns.items() if c.unique] == ["id", "y"]
    tables = SqlStore.at("db", database.url, "UTC").reflect().tables
    assert set(tables) == {"Order", "t"}
    assert tables["Order"].key == ("zip code", "a")


@on("mariadb")
def test_a_database_that_keeps_every_old_row_is_refused(database: Database) -> None:
    with pytest.raises(CannotRun, match="`t` keeps every old row"):
        table(database, "CREATE TABLE t (id INTEGER PRIMARY KEY) WITH SYSTEM VERSIONING")


@on("postgresql")
def test_a_part_of_a_table_is_no_table_of_its_own(database: Database) -> None:
    script = (
        "CREATE TABLE t (id INTEGER PRIMARY KEY) PARTITION BY RANGE (id);"
        "CREATE TABLE t_one PARTITION OF t FOR VALUES FROM (1) TO (100)"
    )
    assert table(database, script).key == ("id",)
    assert set(SqlStore.at("db", database.url, "UTC").reflect().tables) == {"t"}


@on("postgresql")
def test_an_enumeration_takes_no_text_at_will(database: Database) -> None:
    script = "CREATE TYPE colour AS ENUM ('red'); CREATE TABLE t (id UUID PRIMARY KEY, c colour)"
    columns = table(database, script).columns
    assert (columns["id"].kind, columns["c"].kind) == (Kind.UUID, Kind.OTHER)


READER = {
    "postgresql": (
        "DROP ROLE IF EXISTS reader_{0}; CREATE ROLE reader_{0} LOGIN;"
        "GRANT USAGE ON SCHEMA {0} TO reader_{0}; GRANT SELECT ON people TO reader_{0}",
        "DROP OWNED BY reader_{0}; DROP ROLE reader_{0}",
    ),
    "mariadb": (
        "CREATE USER reader_{0}; GRANT SELECT ON people TO reader_{0};"
        "GRANT CREATE TEMPORARY TABLES ON {0}.* TO reader_{0}",
        "DROP USER reader_{0}",
    ),
}


@pytest.fixture
def reader(database: Database) -> Iterator[str]:
    """Give the URL of a user who may read people and nothing else."""
    database.run(PEOPLE)
    name = "current_schema()" if database.kind == "postgresql" else "database()"
    ((place,),) = database.rows(f"SELECT {name}")
    grant, drop = (words.format(place) for words in READER[database.kind])
    database.run(grant)
    user = "postgres@" if database.kind == "postgresql" else "root@"
    yield database.url.replace(f"://{user}", f"://reader_{place}@").replace("@/?", "@/postgres?")
    database.run(drop)


@on("postgresql", "mariadb")
def test_who_may_only_read_can_plan_and_is_told_what_is_missing(reader: str) -> None:
    store = SqlStore.at("db", reader, "UTC")
    with store.run(store.reflect(), NOBODY, "UTC") as run:
        assert isinstance(run, Connected)
        with run.transaction(writing=False):
            run.fill("keys", [("a@x.example",)], (TEXT,))
            assert run.people_with("db.people", "email", "a@x.example")
        with pytest.raises(CannotRun, match="^store `db`: .*denied"):
            with run.transaction(writing=True):
                delete(run, "people", 3)


@on("postgresql")
def test_rows_that_a_policy_hides_are_an_error_and_no_gap(reader: str, database: Database) -> None:
    database.run("ALTER TABLE people ENABLE ROW LEVEL SECURITY")
    store = SqlStore.at("db", reader, "UTC")
    with store.run(store.reflect(), NOBODY, "UTC") as run, pytest.raises(CannotRun, match="policy"):
        with run.transaction(writing=False):
            list(run.values("db.people", "email"))


@on("postgresql")
def test_an_index_that_may_not_be_finished_is_no_key(database: Database) -> None:
    script = "CREATE TABLE t (a INTEGER NOT NULL); CREATE UNIQUE INDEX one ON t (a)"
    assert table(database, script).key == ()


def test_what_a_constraint_holds_unique_is_a_key_where_there_is_no_other(
    database: Database,
) -> None:
    script = "CREATE TABLE t (a INTEGER NOT NULL, b VARCHAR(9) NOT NULL, c INTEGER, UNIQUE (b, a))"
    assert table(database, script).key == ("b", "a")


def test_several_conditions_are_counted_in_one_statement(opened: Connected) -> None:
    email = p.Null(p.Column(ROW, "email"))
    before = len(opened.sql())
    with opened.transaction(writing=False):
        assert opened.counts("db.people", (p.ALWAYS, email, p.Not(email), p.NEVER)) == (5, 1, 4, 0)
    assert len(opened.sql()) == before + 1


def test_whom_a_link_leads_to_is_listed_once_for_several_conditions(opened: Connected) -> None:
    pairs = ((p.Column(ROW, "id"), "p"),)
    noted = p.Linked("n", "db.notes", pairs, p.Equals(p.Column("n", "id"), (1,)))
    either = p.any_of(p.Null(p.Column(ROW, "email")), noted)
    with opened.transaction(writing=False):
        assert opened.counts("db.people", (noted, p.Not(noted), either)) == (1, 4, 2)
        assert opened.counts("db.people", (noted,)) == (1,)
    assert sum("notes" in told for told in opened.sql()) == 1


def test_rows_are_told_apart_by_the_first_of_some_conditions_that_holds(opened: Connected) -> None:
    email = p.Null(p.Column(ROW, "email"))
    ladders = ((p.NEVER, email, p.ALWAYS), (p.NEVER,), *((email,),) * 60)
    with opened.transaction(writing=False):
        found = opened.tally("db.people", ladders)
        kinds = {(2, 0, *(1,) * 60): 1, (3, 0, *(0,) * 60): 4}
        assert found == kinds  # more than fit in one number
        assert opened.tally("db.people", ladders, email) == {(2, 0, *(1,) * 60): 1}


@on("postgresql", "mariadb")
def test_what_a_draft_could_not_read_is_told_with_what_lets_it(
    database: Database, reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd, who = database.quoted("odd name"), re.search(r"reader_\w+", reader)
    assert who is not None
    database.run(f"CREATE TABLE {odd} (id INTEGER PRIMARY KEY, subject VARCHAR(20))")
    database.run(f"GRANT INSERT ON {odd} TO {who[0]}; GRANT SELECT ON notes TO {who[0]}")
    monkeypatch.setenv("ODD_URL", reader)
    done = gestand("init", "--url", "${ODD_URL}", "--into", tmp_path)
    assert "No value of 1 table was looked at" in done.output
    (allows,) = re.findall(r"GRANT SELECT ON .odd name. TO .*;", done.output)
    written = (tmp_path / "privacy" / "datamap.yaml").read_text(encoding="utf-8")
    assert "this user may not read it" in written
    database.run(allows)
    again = gestand("init", "--url", "${ODD_URL}", "--into", tmp_path / "again")
    assert "was looked at" not in again.output


@on("postgresql")
def test_who_sees_no_table_is_told_what_lets_them(
    database: Database, reader: str, tmp_path: Path
) -> None:
    ((place,),) = database.rows("SELECT current_schema()")
    database.run(f"REVOKE USAGE ON SCHEMA {place} FROM reader_{place}")
    done = gestand("init", "--url", reader, "--into", tmp_path)
    assert done.exit_code == 2
    database.run(done.output.partition("this: `")[2].partition("`")[0])
    done = gestand("init", "--url", reader, "--into", tmp_path)
    assert ("2 tables:" in done.output, "was looked at" in done.output) == (True, False)
