"""Entries of the register of consents: counted by words, told of one person, and corrected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from tests.linde import Changes, build, rows
from tests.surfaces.commands import gestand

ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO contracts VALUES (7, 1, 'vps', 'a.example', '2024-02-01', NULL, NULL, NULL);
INSERT INTO contracts VALUES (8, 1, 'vps', 'b.example', '2024-02-01', NULL, NULL, NULL);
"""
NEWS = """\
  news:
    title: {nl: U nieuws sturen, en: Sending you news}
    basis: consent
    data: [account]
    occasion: contract
    asks: {nl: "Mogen wij u nieuws sturen?", en: "May we send you news?"}
    keep: {for: P3M, after: ended}
  business contacts:
"""
CHANGES: Changes = {
    "policy": [("  business contacts:\n", NEWS)],
    "datamap": [
        ("{purposes: [service], columns: {product: technical, domain: account}}",
         "{purposes: [service, news], consent news: {given: news_on, withdrawn: no_news_on}, "
         "columns: {product: technical, domain: account}}"),
    ],
    "schema": [
        ("CREATE TABLE contracts (\n    id INTEGER PRIMARY KEY,",
         "CREATE TABLE contracts (\n    id INTEGER NOT NULL,"),
        ("    started_on DATE NOT NULL,\n    ended_on DATE\n",
         "    started_on DATE NOT NULL,\n    ended_on DATE,\n    news_on DATE,\n"
         "    no_news_on DATE,\n    PRIMARY KEY (id, customer_id)\n"),
    ],
}  # fmt: skip
GIVEN = {
    "event": "given", "purpose": "news", "who": "customer:1",
    "at": "2024-03-05T12:00+00:00", "words": "2024-01-01", "language": "nl", "how": "form",
}  # fmt: skip


@pytest.fixture
def linde(tmp_path: Path) -> Path:
    """Return a company whose contracts, with a key of two columns, carry a consent."""
    build(tmp_path, ROWS, CHANGES)
    said = [{**GIVEN, "row": f"{n},1", "receipt": f"form-{n}"} for n in (7, 8)]
    said[1]["language"] = "en"
    lines = "\n".join(map(json.dumps, said))
    told = gestand("consent", "lines", "--in", tmp_path, typed=lines)
    assert told.output == "2 consents recorded.\n"
    return tmp_path


def contracts(folder: Path) -> list[tuple[object, ...]]:
    return next(found for name, found in rows(folder).items() if name.endswith("contracts"))


def correct(folder: Path, receipt: str, who: str = "customer:1") -> Result:
    named = ("--in", folder, "--receipt", receipt, "--person", who, "--how", "another Ann")
    return gestand("consent", "correct", *named)


def test_rows_with_a_key_of_two_columns_are_told_apart(linde: Path) -> None:
    said = {row[0]: row[6] for row in contracts(linde)}
    assert said == {7: "2024-03-05", 8: "2024-03-05"}
    for row in ("7", "7,2", "7,1,1", "x,1"):
        line = json.dumps({**GIVEN, "row": row})
        wrong = gestand("consent", "lines", "--in", linde, typed=line)
        assert (wrong.exit_code, "G615" in wrong.stderr) == (1, True), row


def test_a_wrong_entry_is_corrected_and_stays_on_record(linde: Path) -> None:
    counted = gestand("consents", linde, "--by-words").output.splitlines()
    assert counted == [
        "news: 1 consent stands to the words of 2024-01-01/en, given on 2024-03-05",
        "news: 1 consent stands to the words of 2024-01-01/nl, given on 2024-03-05",
    ]
    done = correct(linde, "form-7")
    assert (done.exit_code, done.output) == (0, "Corrected. Receipt: corrects:form-7\n")
    told = gestand("consents", linde, "--person", "customer:1", "--history").output.splitlines()
    assert ["given" in line for line in told] == [True, True, False]
    assert "news: corrected on " in told[2] and ", by another Ann." in told[2]
    assert gestand("consents", linde, "--by-words").output.splitlines() == counted[:1]
    ended = {row[0]: row[7] is not None for row in contracts(linde)}
    assert ended == {7: True, 8: False}
    page = gestand("consents", linde, "--receipt", "form-7", "--format", "jsonld")
    assert "dpv:ConsentInvalidated" in page.output
    page = gestand("consents", linde, "--receipt", "form-7", "--lang", "nl")
    assert "(omdat: another Ann)" in page.output and "hoogstens" not in page.output
    assert gestand("verify", linde).exit_code == 0
    agreed = gestand("consents", linde, "--agree").output
    assert agreed.startswith("0 consents copied into the register, 0 rows")


def test_what_is_no_wrong_entry_is_not_corrected(linde: Path) -> None:
    assert "no consent has this receipt" in correct(linde, "form-9").stderr
    assert correct(linde, "form-7").exit_code == 0
    assert "was corrected already" in correct(linde, "form-7").stderr
    assert "which is no ground" in correct(linde, "corrects:form-7").stderr
    assert gestand("consents", linde, "--history").exit_code == 2
    none = json.dumps({**GIVEN, "event": "corrected", "row": "8,1"})
    sent = gestand("consent", "lines", "--in", linde, typed=none)
    assert "is not one that is known" in sent.stderr
