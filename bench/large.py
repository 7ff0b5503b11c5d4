"""A large policy and data map: the example, with many more purposes, tables and sentences."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from gestand.demo.noorderlicht.generate import HERE, STORES

LINES = 4_000

CATEGORY = '  item {n}: {{nl: onderdeel {n}, en: item {n}, is: "pd:Purchase"}}'
MOMENT = "  ended {n}: {{nl: dienst {n} is geëindigd, en: service {n} has ended}},"
PURPOSE = """\
  service {n}:
    title: {{nl: Dienst {n} leveren, en: Providing service {n}}}
    basis: contract
    data: [item {n}, name?]
    occasion: use {n}
    keep: {{for: P{months}M, after: ended {n}, chosen by: controller}}"""
OCCASION = "  use {n}: {{table: shop.uses_{n}, began: began_on, ended {n}: ended_on}}"
TABLE = """\
  shop.uses_{n}:
    purposes: [service {n}]
    source: person
    columns:
      name: name
      item: item {n}
      note: {{is: item {n}, source: observed}}
      number: technical"""
SQL = """\
CREATE TABLE uses_{n} (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    name VARCHAR(120),
    item VARCHAR(200),
    note TEXT,
    number VARCHAR(20),
    began_on DATE NOT NULL,
    ended_on DATE
);
"""
SENTENCES = {
    "nl": '### Dienst {n}\n\n{{{{ purpose("service {n}") }}}}\n',
    "en": '### Service {n}\n\n{{{{ purpose("service {n}") }}}}\n',
}
BEFORE = {"nl": "### ", "en": "### "}


def write_large(folder: Path) -> int:
    """Write a project with empty databases to `folder`; return the lines of policy and map."""
    privacy, example = folder / "privacy", HERE / "privacy"
    (privacy / "statement").mkdir(parents=True)
    policy, datamap = (
        (example / name).read_text("utf-8") for name in ("policy.yaml", "datamap.yaml")
    )
    per_purpose = sum(text.count("\n") + 1 for text in (CATEGORY, MOMENT, PURPOSE, OCCASION, TABLE))
    count = -(-(LINES - policy.count("\n") - datamap.count("\n")) // per_purpose)
    policy = _after(policy, "categories:", _many(CATEGORY, count))
    policy = _after(policy, "moments:", _many(MOMENT, count))
    policy = _after(policy, "purposes:", _many(PURPOSE, count))
    datamap = _after(datamap, "occasions:", _many(OCCASION, count))
    datamap = _after(datamap, "tables:", _many(TABLE, count))
    (privacy / "policy.yaml").write_text(policy, "utf-8")
    (privacy / "datamap.yaml").write_text(datamap, "utf-8")
    for language, sentence in SENTENCES.items():
        statement = (example / "statement" / f"{language}.md").read_text("utf-8")
        first = statement.index("### ")
        more = "\n".join(sentence.format(n=n) for n in range(count))
        text = f"{statement[:first]}{more}\n{statement[first:]}"
        (privacy / "statement" / f"{language}.md").write_text(text, "utf-8")
    _write_stores(folder, count)
    return policy.count("\n") + datamap.count("\n")


def _many(template: str, count: int) -> str:
    return "\n".join(template.format(n=n, months=1 + n % 24) for n in range(count))


def _after(text: str, section: str, more: str) -> str:
    """Put `more` after the line that opens a section."""
    lines = text.split("\n")
    place = next(i for i, line in enumerate(lines) if line.startswith(section))
    return "\n".join([*lines[: place + 1], more, *lines[place + 1 :]])


def _write_stores(folder: Path, count: int) -> None:
    for store in STORES:
        with closing(sqlite3.connect(folder / f"{store}.db")) as connection:
            connection.executescript((HERE / "schema" / f"{store}.sql").read_text("utf-8"))
            if store == "shop":
                connection.executescript("".join(SQL.format(n=n) for n in range(count)))
