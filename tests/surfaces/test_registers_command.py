"""`gestand registers` writes the registers of the example, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import json
import re
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.policy.registers import Register
from gestand.work.dated import vocabulary
from gestand.work.sheets import to_csv, to_xlsx
from tests.surfaces.commands import gestand
from tests.surfaces.publishing import change, declared

GOLDEN = Path(__file__).parent / "registers"
"""What `gestand registers --as-of 2026-12-01` writes of the example, in CSV."""
NAMES = ("controller", "processor", "processors", "transfers")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return declared(tmp_path / "company")


def written(company: Path, *words: str) -> Path:
    out = company.parent / "registers"
    result = gestand("registers", company, "--out", out, "--as-of", "2026-12-01", *words)
    assert result.exit_code == 0, result.output
    return out


def cells(path: Path) -> list[tuple[str, bool]]:
    """Return the text of each cell of a workbook, and whether it may be run once it is edited."""
    found = []
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
        formats = styles.find(f"{MAIN}cellXfs")
        assert formats is not None
        safe = [style.get("quotePrefix") == "1" for style in formats]
        for name in archive.namelist():
            root = ElementTree.fromstring(archive.read(name))
            assert not list(root.iter(f"{MAIN}f")), "a formula"
            for cell in root.iter(f"{MAIN}c"):
                assert cell.get("t") == "inlineStr"
                text = "".join(cell.itertext())
                found.append((text, not safe[int(cell.get("s", "0"))]))
    return found


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_registers_of_the_example_are_as_expected(
    company: Path, language: str, name: str
) -> None:
    file = f"{language}-{name}.csv"
    assert (written(company) / file).read_bytes() == (GOLDEN / file).read_bytes()


def test_the_workbook_has_the_same_cells(company: Path) -> None:
    out = written(company, "--language", "nl")
    expected = [
        cell
        for name in NAMES
        for line in csv.reader(StringIO((out / f"nl-{name}.csv").read_text("utf-8-sig")))
        for cell in line
    ]
    assert [text for text, _ in cells(out / "nl.xlsx")] == expected
    assert not (out / "en.xlsx").exists()


def test_a_name_that_looks_like_a_formula_is_run_nowhere(company: Path) -> None:
    change(company, "policy.yaml", "Voorbeeld Betalingen B.V.", "=HYPERLINK(A1) B.V.")
    out = written(company)
    assert ("=HYPERLINK(A1) B.V.", False) in cells(out / "nl.xlsx")
    lines = [*csv.reader(StringIO((out / "nl-processors.csv").read_text("utf-8-sig")))]
    assert lines[1][0] == "'=HYPERLINK(A1) B.V."


@given(st.lists(st.text(max_size=40) | st.sampled_from(["=1+1", " -2", "@a", "+31", "\t=1"])))
def test_no_text_at_all_is_run(texts: list[str]) -> None:
    register = Register("one", "One", ("Head",), tuple((text,) for text in texts))
    told = to_csv(register).decode("utf-8-sig", "surrogatepass")
    for line in csv.reader(StringIO(told, newline="")):
        assert not "".join(line).startswith(RUNS)
    with ZipFile(BytesIO(to_xlsx([register]))) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    for cell in sheet.iter(f"{MAIN}c"):
        text = "".join(cell.itertext())
        assert cell.get("s") == "3" or not text.startswith(RUNS)


def test_linked_data_uses_terms_that_were_looked_up(company: Path) -> None:
    text = (written(company) / "registers.jsonld").read_text("utf-8")
    told = json.loads(text)
    assert told["@type"] == "dpv:RecordsOfActivities"
    assert told["dpv:hasDataController"][0]["dpv:hasDataProtectionOfficer"]["dpv:hasName"]
    (hosting,) = told["dct:hasPart"]
    assert hosting["dpv:hasDataProcessor"] == {"@id": "#controller"}
    used = {*re.findall(r'"((?:dpv|eu-gdpr|pd|tech):[\w-]+)"', text)}
    assert used - vocabulary().terms == set()


def test_the_page_names_each_processing_and_its_place(company: Path) -> None:
    page = (written(company) / "nl.html").read_text("utf-8")
    assert page.count('<h3 id="controller-') == 14
    assert "Functionaris gegevensbescherming" in page
    assert "Websites en e-mail van klanten bewaren" in page


def test_what_nobody_declared_is_told(company: Path) -> None:
    change(company, "policy.yaml", "  data protection officer: {", "  representative: {")
    result = gestand("registers", company, "--out", company.parent / "out")
    assert "Not declared: the data protection officer" in result.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--language", "n"], "the policy is not in that language; did you mean `nl`?"),
        (["--out", "policy.yaml"], "is a file"),
    ],
)
def test_what_cannot_be_is_refused_plainly(company: Path, words: list[str], told: str) -> None:
    given_words = [str(company / "privacy" / w) if w.endswith("yaml") else w for w in words]
    result = gestand("registers", company, "--out", company.parent / "out", *given_words)
    assert result.exit_code == 2
    assert told in result.output


def test_nothing_is_written_while_something_is_wrong(company: Path) -> None:
    change(company, "policy.yaml", "sub-processors: example-helpdesk", "sub-processors: example")
    result = gestand("registers", company, "--out", company.parent / "out")
    assert result.exit_code == 1
    assert "no register was written" in result.output
    assert not (company.parent / "out").exists()
