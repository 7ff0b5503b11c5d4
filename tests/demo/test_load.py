"""The example company on other databases, and with a store of each kind at once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from gestand.demo.noorderlicht.generate import STORES
from gestand.demo.noorderlicht.load import load
from gestand.stores.dialects import at_url
from gestand.surfaces.cli import main
from gestand.wiring import open_company
from tests.databases import Database, empty, together
from tests.linde import planned, sweep
from tests.noorderlicht import DAY, founding

__all__ = ["founding"]

ALL = bool(os.environ.get("GESTAND_EXAMPLES"))
ONE_WAY = ("postgresql", "mariadb")
Contents = dict[str, list[dict[str, object]]]
Founded = tuple[Path, dict[str, Database]]
Founder = Callable[..., Founded]


def contents(stores: dict[str, Database]) -> Contents:
    return {f"{s}.{t}": db.whole(t) for s, db in stores.items() for t in db.tables()}


def moved(founding: Path, folder: Path, stores: dict[str, Database]) -> Path:
    """Copy the company, its stores in these databases."""
    shutil.copytree(founding, folder)
    datamap = folder / "privacy" / "datamap.yaml"
    text = datamap.read_text("utf-8")
    for name, database in stores.items():
        if database.kind != "sqlite":
            load(founding / f"{name}.db", at_url(database.url)[1])
            (folder / f"{name}.db").unlink()
            text = text.replace(f"sqlite:///{name}.db", database.url)
    datamap.write_text(text, "utf-8")
    return folder


@pytest.fixture
def on(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, founding: Path
) -> Iterator[Founder]:
    """Give what founds the company with each store in the kind of database that is named for it."""
    with ExitStack() as stack:

        def found(name: str, *kinds: str) -> Founded:
            folder = tmp_path / name
            shared = together(tmp_path_factory)
            stores = {
                store: stack.enter_context(empty(kind, folder, shared, store))
                for store, kind in zip(STORES, kinds, strict=True)
            }
            return moved(founding, folder, stores), stores

        yield found


@pytest.mark.servers
@pytest.mark.parametrize("kinds", [ONE_WAY * 2, ONE_WAY[::-1] * 2] if ALL else [ONE_WAY * 2])
def test_a_sweep_of_stores_of_different_kinds_leaves_what_it_leaves_on_sqlite(
    on: Founder, kinds: tuple[str, ...]
) -> None:
    folder, stores = on("here", *["sqlite"] * len(STORES))
    elsewhere, others = on("there", *kinds)
    before = contents(stores)
    assert contents(others) == before
    sweep(open_company(folder), on=DAY)
    company = open_company(elsewhere)
    assert sweep(company, on=DAY, chunk=40).rows > 0
    assert contents(others) == contents(stores) != before
    with planned(company, on=DAY) as prepared:
        assert [m for m in prepared.plan.changes if m.rows] == []


PERSON = ("--person", "customer:17", "--person", "applicant:5", "--as-of", DAY.isoformat())


def answered(folder: Path) -> dict[str, bytes]:
    """Return what a person gets, without the manifest, which tells of this one answer."""
    out = folder / "answer.zip"
    words = ["access", str(folder), *PERSON, "--out", str(out)]
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    with ZipFile(out) as answer:
        return {n: answer.read(n) for n in answer.namelist() if n != "manifest.json"}


@pytest.mark.servers
def test_an_answer_is_the_same_whatever_databases_hold_the_data(on: Founder) -> None:
    folder, _ = on("here", *["sqlite"] * len(STORES))
    elsewhere, _ = on("there", *ONE_WAY * 2)
    assert answered(elsewhere) == answered(folder) != {}


@pytest.mark.servers
def test_a_guest_is_found_by_an_index_on_postgresql_as_well(on: Founder) -> None:
    folder, _ = on("there", "postgresql", "sqlite", "sqlite", "sqlite")
    guest = ("guest", "zoe@x.example")
    with planned(open_company(folder), guest, on=DAY, erase=True) as prepared:
        shop = prepared.runs["shop"]
        asked = [statement for statement in shop.sql() if "guest_orders" in statement]
        with shop.transaction(writing=False):
            # So few rows are read from end to end, unless that is the only way.
            shop.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            ways = [
                "\n".join(shop.connection.exec_driver_sql(f"EXPLAIN {each}").scalars())
                for each in asked
            ]
    assert [way for way in ways if "Seq Scan on guest_orders" in way] == []
    assert any("guest_orders_buyer" in way for way in ways)
