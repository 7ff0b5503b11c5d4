"""`gestand registers` writes the registers of the example, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import json
import re
import shutil
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.policy.registers import Register
from gestand.core.ringing import Press
from gestand.demo.noorderlicht.generate import HERE
from gestand.wiring import open_company
from gestand.work.dated import vocabulary
from gestand.work.project import load
from gestand.work.records_of_processing import Wanted, compose
from gestand.work.ringing import of_reviews
from gestand.work.sheets import to_csv, to_xlsx
from tests.linde import build
from tests.surfaces.commands import gestand
from tests.surfaces.publishing import change, declared

GOLDEN = Path(__file__).parent / "registers"
"""What `gestand registers --as-of 2026-12-01` writes of the example, in CSV."""
NAMES = ("controller", "processor", "processors", "transfers")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
APPLICANT = """
INSERT INTO applications
VALUES (1, NULL, 'Ann', 'ann@delinde.example', 'Dear', '2026-03-01', NULL, NULL, NULL, NULL);
"""
GIVEN = {
    "receipt": "form-1", "event": "given", "purpose": "talent pool", "who": "applicant:1",
    "at": "2026-03-05T23:30+00:00", "words": "2024-01-01", "language": "nl", "how": "form",
}
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
        fills = styles.findall(f"{MAIN}fills/{MAIN}fill")
        assert all(len(fill) for fill in fills), "a fill of nothing, which some programs refuse"
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


def test_who_answers_for_a_processing_stands_in_the_register(company: Path) -> None:
    title = "    title: {nl: Uw bestelling aannemen en leveren"
    says = "    access: sales\n    owner: =head\n    reviewed: 2026-03-01\n    dpia: not needed\n"
    change(company, "policy.yaml", title, says + title)
    out = written(company, "--language", "en")
    told = (out / "en-controller.csv").read_text("utf-8-sig")
    (order,) = [line for line in csv.reader(StringIO(told)) if line[1] == "order"]
    assert order[-4:] == ["sales", "'=head", "1 March 2026", "not needed"]
    linked = json.loads((out / "registers.jsonld").read_text("utf-8"))
    (same, *_) = [one for one in linked["dpv:hasPersonalDataProcess"] if one["@id"] == "#order"]
    assert same["dpv:hasResponsibleEntity"]["dpv:hasName"] == "=head"
    assert same["dpv:hasOrganisationalMeasure"]["dct:date"]["@value"] == "2026-03-01"
    assert same["dpv:hasAssessment"]["dct:description"] == "not needed"
    found = {one.which: one for one in of_reviews(load(company).policy, date(2027, 2, 20))}
    assert {which: (one.due, one.press) for which, one in found.items()} == {
        "order": (date(2027, 3, 1), Press.SOON)
    }


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
    for language in ("nl", "en"):
        change(company, f"statement/{language}.md", "{{ controller.officer }}", "...")
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


LOGS = ("consents", "disclosures", "orders", "breaches", "holds")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_logs_of_own_records_stand_beside_them(tmp_path: Path, language: str) -> None:
    folder = build(tmp_path / "company", APPLICANT)
    shutil.copytree(HERE / "privacy" / "statement", folder / "privacy" / "statement")
    assert gestand("consent", "lines", "--in", folder, typed=json.dumps(GIVEN)).exit_code == 0
    new = ("--new", "--aware", "2026-01-01T10:00+01:00", "--set", "what==1+1")
    assert gestand("breach", folder, *new).exit_code == 1
    placed = ("--because", "a claim", "--article", "x", "--review", "2999-01-01")
    assert gestand("hold", folder, "--person", "applicant:1", *placed).exit_code == 0
    company, project = open_company(folder), load(folder)
    assert project.policy is not None and project.datamap is not None
    wanted = Wanted(date(2026, 12, 1), (language,), company.state)
    files = compose(project, project.policy, project.datamap, wanted)
    rows = {
        name: list(csv.reader(StringIO(files[f"{language}-{name}.csv"].decode("utf-8-sig"))))
        for name in LOGS
    }
    assert [len(rows[name]) for name in LOGS] == [2, 1, 1, 2, 2]
    form = {"nl": "formulier", "en": "form"}[language]
    assert rows["consents"][1][2:] == ["2024-01-01/nl", form, "1", "2026-03-06", "2026-03-06"]
    assert rows["breaches"][1][1] == "'=1+1"
    assert {"nl": "TE LAAT", "en": "OVERDUE"}[language] in rows["breaches"][1][7]
    parts = json.loads(files["registers.jsonld"])["dct:hasPart"]
    logged = [part for part in parts if part["@id"].startswith("#log-")]
    assert [part["@id"] for part in logged] == [f"#log-{name}" for name in LOGS]
    assert "=1+1" in logged[3]["dct:hasPart"][0]["dct:description"][0]["@value"]
    whole = b"".join(files.values())
    assert b"ann@delinde" not in whole
    assert {"nl": "Datalekken", "en": "Breaches"}[language] in files[f"{language}.html"].decode()
