"""`compile`: from a declaration of 151 tables with 300 edges to the program of a sweep, and to
the first plan of one person."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.clock import BARE, interleaved
from bench.figures import Figure, Outcome, tell
from bench.start import timed
from bench.worlds.shop import SHOP
from bench.worlds.world import TODAY
from gestand.core.facts import Person
from gestand.core.grounds import Grounds, Question
from gestand.core.plan.compile import Compiler
from gestand.wiring import open_company
from gestand.work.collecting import collecting_seldom
from gestand.work.company import Company, matched_with
from gestand.work.compiled import Programs
from gestand.work.project import Project, load
from gestand.work.sweep import Request, prepare

TABLES, PURPOSES, SEED = 151, 20, 1
ROUNDS = 5
MOST_MS = 500
MOST_PLAN_MS = 2_000

_CUSTOMERS = """CREATE TABLE t0 (
    id INTEGER PRIMARY KEY, name VARCHAR(120), began_on DATE NOT NULL, ended_on DATE)"""
_TABLE = """CREATE TABLE t{n} (
    id INTEGER PRIMARY KEY, owner_id INTEGER REFERENCES t{owner} (id),
    other_id INTEGER REFERENCES t{other} (id), name VARCHAR(120),
    began_on DATE NOT NULL, ended_on DATE)"""
_OCCASION = "    - {{table: shop.t{n}, began: began_on, ended {k}: ended_on}}\n"
_PEOPLE = """\
categories:
  name: {nl: naam, en: name, is: "pd:Name"}
subjects:
  customer: {nl: klanten, en: customers}
"""
_PURPOSE = """\
  purpose {n}:
    title: {{nl: Doel {n}, en: Purpose {n}}}
    basis: contract
    data: [name]
    occasion: use {n}
    keep: {{for: P{months}M, after: ended {n}, chosen by: controller}}
"""


def measure_compile(tables: int = TABLES, rounds: int = ROUNDS) -> Outcome:
    """Measure the compilation: matching the declaration with the tables, and the program."""
    with TemporaryDirectory(prefix="gestand-bench-") as folder:
        edges = write(Path(folder), tables)
        start = perf_counter()
        project, company = load(Path(folder)), open_company(Path(folder))
        opened_ms = (perf_counter() - start) * 1000
        floor_ms, ours_ms = interleaved(rounds, timed(BARE), lambda: compiled(project, company))
        _, plan_ms = interleaved(rounds, timed(BARE), lambda: planned(company))
    tell(f"compile: {tables} tables with {edges} edges in {ours_ms:.0f} ms, at most {MOST_MS} ms")
    tell(f"  to read and open such a project takes {opened_ms:.0f} ms in all")
    tell(f"compile: the first plan of one person in {plan_ms:.0f} ms, at most {MOST_PLAN_MS} ms")
    return Outcome(
        (
            Figure("compile", "-", ours_ms, floor_ms, MOST_MS / floor_ms),
            Figure("first plan of one", "sqlite", plan_ms, floor_ms, MOST_PLAN_MS / floor_ms),
        )
    )


def compiled(project: Project, company: Company) -> float:
    """Match and compile everything once more; return the milliseconds."""
    start = perf_counter()
    with collecting_seldom():  # as every plan does
        again = matched_with(project, company.stores, company.schemas)
        question = Question(TODAY, frozenset(), frozenset())
        grounds = Grounds(again.holdings, company.versions, question)
        Compiler(again.holdings, grounds, frozenset()).program()
    return (perf_counter() - start) * 1000


def planned(company: Company) -> float:
    """Plan the erasure of one person when nothing was compiled before; return the milliseconds."""
    asked = Request(TODAY, (Person("customer", 1),), erase=True)
    start = perf_counter()
    with prepare(replace(company, programs=Programs()), asked):
        return (perf_counter() - start) * 1000


def write(folder: Path, tables: int) -> int:
    """Write a project of so many tables to `folder`, and return how many edges they have."""
    draw = random.Random(SEED)
    purposes = range(min(PURPOSES, tables))
    SHOP.declare(folder, "sqlite:///ours.db")
    policy = (folder / "privacy" / "policy.yaml").read_text("utf-8")
    head = policy.partition("categories:")[0] + _PEOPLE
    moments = "".join(
        f"  ended {n}: {{nl: dienst {n} is geëindigd, en: service {n} has ended}}\n"
        for n in purposes
    )
    told = "".join(_PURPOSE.format(n=n, months=n % 11 + 1) for n in purposes)
    tail = "rights: {answer: P1M, extension: P2M}\n"
    (folder / "privacy" / "policy.yaml").write_text(
        f"{head}moments:\n{moments}purposes:\n{told}{tail}", "utf-8"
    )
    parents = [(n, (n - 1) // 3, draw.randrange(n)) for n in range(1, tables)]
    (folder / "privacy" / "datamap.yaml").write_text(_datamap(parents, purposes), "utf-8")
    with closing(sqlite3.connect(folder / "ours.db")) as connection:
        connection.execute(_CUSTOMERS)
        for n, owner, other in parents:
            connection.execute(_TABLE.format(n=n, owner=owner, other=other))
    return 2 * len(parents)


def _datamap(parents: list[tuple[int, int, int]], purposes: range) -> str:
    """Return the map: each table has its occasion and belongs to another, one of ten to two."""
    tables = {0: {0}} | {n: {n % len(purposes), owner % len(purposes)} for n, owner, _ in parents}
    occasions = "".join(
        f"  use {k}:\n"
        + "".join(_OCCASION.format(n=n, k=k) for n in tables if n % len(purposes) == k)
        for k in purposes
    )
    told = "".join(
        f"  shop.t{n}:\n    purposes: [{', '.join(f'purpose {k}' for k in sorted(held))}]\n"
        + ("" if n == 0 else f"    owners: [owner_id{', other_id' if n % 10 == 0 else ''}]\n")
        + "    columns: {name: name}\n"
        for n, held in tables.items()
    )
    return (
        "datamap: 1\nstores:\n"
        '  shop: {url: "sqlite:///ours.db", zone: Europe/Amsterdam, source: person}\n'
        "subjects:\n  customer: {table: shop.t0, identified by: [name]}\n"
        f"occasions:\n{occasions}tables:\n{told}"
    )
