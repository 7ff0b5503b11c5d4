"""The PDF of a page: for everybody, on its own, and the same every time."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from gestand.work.pages.html import Beside, statement_page
from gestand.work.pages.pdf import is_possible, pdf_of
from tests.core.small_statement import NL, published

PAGE = statement_page(published(NL, "nl"), Beside(["nl", "en"], forms=["pdf", "md"]))


@pytest.fixture(scope="module")
def paper() -> bytes:
    """Give the statement of the small company as PDF."""
    assert is_possible(), "the tests need Pango: run scripts/system-packages"
    return pdf_of(PAGE)


def read(paper: bytes) -> PdfReader:
    return PdfReader(BytesIO(paper))


def elements(node: Any) -> Iterator[Any]:
    """Yield the structure elements below a node, in reading order."""
    node = node.get_object()
    children = node.get("/K", []) if hasattr(node, "get") else []
    for child in children if isinstance(children, list) else [children]:
        element = child.get_object()
        if hasattr(element, "get") and "/S" in element:
            yield element
        yield from elements(child)


def tags(paper: bytes) -> list[str]:
    root = read(paper).trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    return [str(element["/S"]) for element in elements(root)]


def text_of(paper: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(paper).pages)


def test_a_pdf_says_its_language_its_title_and_that_it_is_tagged(paper: bytes) -> None:
    catalog: Any = read(paper).trailer["/Root"]
    assert catalog["/Lang"] == "nl"
    assert catalog["/MarkInfo"]["/Marked"].value is True
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert read(paper).metadata.title == "Privacyverklaring - De Es B.V."  # type: ignore[union-attr]
    assert b'pdfuaid:part="1"' in catalog["/Metadata"].get_data()


def test_headings_lists_tables_and_links_are_tagged_as_what_they_are(paper: bytes) -> None:
    found = Counter(tags(paper))
    assert (found["/H1"], found["/H2"], found["/H3"]) == (1, 5, 2)
    assert found["/Table"] == PAGE.count("<table")
    assert found["/TH"] == PAGE.count("<th ")
    assert found["/TD"] == PAGE.count("<td ")
    assert found["/L"] == 3  # a purpose, the list of news and that of rights
    assert found["/Link"] >= 1
    assert found["/Figure"] == 0


def test_every_cell_names_its_headings(paper: bytes) -> None:
    root: Any = read(paper).trailer["/Root"]
    cells = [e for e in elements(root["/StructTreeRoot"]) if e["/S"] == "/TD"]
    heads = {str(e["/ID"]) for e in elements(root["/StructTreeRoot"]) if e["/S"] == "/TH"}
    named = [{str(name) for name in cell["/A"]["/Headers"]} for cell in cells]
    assert named
    assert all(names and names <= heads for names in named)


def test_on_paper_there_are_page_numbers_and_no_links_to_files(paper: bytes) -> None:
    pages = len(read(paper).pages)
    assert f"1 / {pages}" in text_of(paper)
    assert "Markdown" not in text_of(paper)
    assert "Inhoud" not in text_of(paper)


def test_the_same_page_gives_the_same_bytes_in_another_process(
    paper: bytes, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    program = (
        "import sys; from pathlib import Path; from gestand.work.pages.pdf import pdf_of;"
        "page = Path(sys.argv[1]); page.with_suffix('.pdf').write_bytes(pdf_of(page.read_text()))"
    )
    command = [sys.executable, "-c", program, tmp_path / "page.html"]
    subprocess.run(
        command, check=True, env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path)}
    )
    assert (tmp_path / "page.pdf").read_bytes() == paper


def test_a_pdf_fetches_nothing(tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>'
    )
    page = f'<html lang="nl"><title>x</title><img alt="y" src="{(tmp_path / "dot.svg").as_uri()}">'
    resources: Any = read(pdf_of(page)).pages[0]["/Resources"]
    assert resources["/XObject"] == {}


def test_a_line_is_never_broken_after_its_first_word() -> None:
    words = "U mag altijd zien wat wij van u hebben en u heeft daarnaast nog <a href='#a'>meer</a>"
    style = "font: 11px sans-serif; width: {}px"
    rows = [f'<p style="{style.format(width)}">{words}.</p>' for width in range(300, 420)]
    page = f'<html lang="nl"><title>x</title><p id="a">a</p>{"".join(rows)}'
    lines = [line.strip() for line in text_of(pdf_of(page)).splitlines()]
    assert len(lines) > len(rows)
    assert "U" not in lines
