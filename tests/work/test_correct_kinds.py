"""A day, a number and a yes or no are corrected as a text is, in every kind of database."""

from __future__ import annotations

from pathlib import Path

from tests.databases import Database, on
from tests.linde import text
from tests.surfaces.commands import gestand

WORDS = "{nl: gegeven, en: datum, is: \"pd:Name\"}"
KINDS = ("born", "balance", "member", "visits")
CHANGES = {
    "policy": [
        ("  letter:  ", "".join(f"  {name}: {WORDS}\n" for name in KINDS) + "  letter:  "),
        ("    data: [name, address, contact]\n    occasion: registration",
         f"    data: [name, address, contact, {', '.join(KINDS)}]\n    occasion: registration"),
    ],
    "datamap": [
        ("phone: phone, street: address}",
         f"phone: phone, street: address, {', '.join(f'{n}: {n}' for n in KINDS)}}}"),
    ],
    "schema": [
        ("    registered_on DATE NOT NULL\n",
         "    registered_on DATE NOT NULL,\n    born DATE, balance NUMERIC(8, 2),\n"
         "    member BOOLEAN, visits INTEGER\n"),
    ],
}
SELECTED = ("SELECT born, balance, visits, CASE WHEN member THEN 'yes' ELSE 'no' END "
            "FROM customers ORDER BY id")


@on("sqlite", "postgresql", "mariadb")
def test_what_is_no_text_is_corrected_as_its_kind_is(
    database: Database, kind: str, tmp_path: Path
) -> None:
    database.run(text("schema.sql", CHANGES))
    for number, name in ((1, "Ann"), (2, "Bo")):
        database.run(
            f"INSERT INTO customers VALUES ({number}, 'K{number}', '{name}', NULL, NULL, NULL, "
            "'2099-01-01', '1980-01-02', 12.50, false, 7)"
        )
    (tmp_path / "privacy").mkdir()
    (tmp_path / "privacy" / "policy.yaml").write_text(text("policy.yaml", CHANGES), "utf-8")
    datamap = text("datamap.yaml", CHANGES).replace("sqlite:///db.db", database.url)
    (tmp_path / "privacy" / "datamap.yaml").write_text(datamap, "utf-8")

    def correct(category: str, new: str) -> tuple[int, str]:
        words = ("--person", "customer:1", "--correct", category, "--yes")
        done = gestand("apply", tmp_path, *words, typed=f"{new}\n")
        return done.exit_code, done.output

    code, said = correct("born", "2-1-1980")
    assert (code, "`born` is a day, as `2026-12-31`" in said) == (2, True), said
    for category, new in (("born", "1981-02-03"), ("balance", "-3.75"), ("member", "yes"),
                          ("visits", "8")):
        code, said = correct(category, new)
        assert code == 0, said
    ann, bo = database.rows(SELECTED)
    assert [str(value) for value in ann] == ["1981-02-03", "-3.75", "8", "yes"]
    assert [float(bo[1]), str(bo[0]), bo[3]] == [12.5, "1980-01-02", "no"]
    undone = gestand("verify", tmp_path)
    assert undone.exit_code == 0, undone.output
