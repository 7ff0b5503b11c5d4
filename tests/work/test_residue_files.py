"""Identifiers in files: in what they hold and in their names, named by a row or by none."""

from __future__ import annotations

import base64
import gzip
import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from gestand.work.pages.pdf import is_possible, pdf_of
from gestand.work.residue import pdf
from gestand.work.residue.files import BLOCK
from tests.linde import Changes, build, run
from tests.surfaces.commands import gestand

ADDRESS = "annabel.vandersteen@delinde.example"
CHANGES: Changes = {
    "datamap": [("columns: {title: letter}", "columns: {title: letter}\n    files: {title: files}")]
}
ROWS = """
INSERT INTO vacancies VALUES (1, 'clerk', '2025-01-01', '2026-01-15', NULL, NULL);
INSERT INTO vacancies VALUES (2, 'baker', '2026-06-01', NULL, NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', NULL, NULL, '2026-01-01', NULL, NULL, NULL, NULL);
INSERT INTO applications VALUES (2, 2, 'Bo', NULL, NULL, '2026-06-10', NULL, NULL, NULL, NULL);
INSERT INTO documents VALUES (1, 1, 'over.txt'), (2, 2, 'open/letter.eml');
"""
BY_HAND = "Look by hand into 1 file: damaged, under a password, or pages without words."


@pytest.fixture
def linde(tmp_path: Path) -> Path:
    """Give a company with the files of an application that is over and of one that is not."""
    folder = build(tmp_path / "linde", ROWS, CHANGES)
    (folder / "files" / "open").mkdir(parents=True)
    for name in ("over.txt", "open/letter.eml"):
        (folder / "files" / name).write_text("Dear sir")
    return folder


def look(folder: Path, *words: str) -> Result:
    told = gestand("residue", folder, "--as-of", "2026-06-15", *words, typed=ADDRESS)
    assert ADDRESS not in told.output
    return told


def test_files_without_an_identifier_are_counted(linde: Path) -> None:
    told = look(linde)
    assert told.exit_code == 0
    assert told.stdout.startswith("Looked through 11 tables and 2 files for 1 identifier: nothing")


def test_a_file_is_held_as_long_as_the_row_that_names_it(linde: Path) -> None:
    mail = base64.encodebytes(f"{'x' * 60} from {ADDRESS.title()}".encode())
    (linde / "files" / "open" / "letter.eml").write_bytes(b"\0" * BLOCK + mail)
    told = look(linde)
    assert (told.exit_code, told.stdout.splitlines()[:2]) == (
        0,
        [
            "Retained:",
            "  files, named by db.documents.title: 1 file, in base64; "
            "held for `recruitment` until 2026-12-10",
        ],
    )


def test_a_file_whose_row_no_ground_holds_is_residue(linde: Path) -> None:
    (linde / "files" / "over.txt").write_text(f"mail me at {ADDRESS}")
    told = look(linde, "--rows")
    assert (told.exit_code, told.stdout.splitlines()[:3]) == (
        1,
        [
            "Residue, that no ground holds:",
            "  files, named by db.documents.title: 1 file, as it is",
            "    keys: 1",
        ],
    )


def test_a_file_that_no_row_names_is_residue_and_its_name_may_say_whose(linde: Path) -> None:
    (linde / "files" / "of nobody.txt").write_text(f"{ADDRESS}", "utf-16")
    (linde / "files" / "open" / f"cv {ADDRESS}.pdf").write_text("nothing")
    told = look(linde, "--rows")
    assert (told.exit_code, told.stdout.splitlines()[:7]) == (
        1,
        [
            "Residue, in files that no row names:",
            "  files: 1 file, in the name of a file",
            "    files: (holds an identifier)",
            "  files: 1 file, in UTF-16",
            "    files: of nobody.txt",
            "    look at the files in `files`, and remove them: nothing else will",
            "Looked through 11 tables and 4 files for 1 identifier: 2 values are residue.",
        ],
    )


def test_a_file_is_found_across_the_ends_of_blocks(linde: Path) -> None:
    data = b"\xff" * (BLOCK - 9) + ADDRESS.encode() + b"\xff" * 20
    (linde / "files" / "over.txt").write_bytes(data)
    assert look(linde).exit_code == 1


@pytest.mark.parametrize("name", ["letter.docx", "letter.txt.gz", "letter.zip"])
def test_what_is_packed_is_unpacked(linde: Path, name: str) -> None:
    path = linde / "files" / name
    text = f"<w:t>{ADDRESS}</w:t> and more".encode()
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(text))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("word/document.xml", b"x" * 9_000 + text)
    assert ADDRESS.encode() not in path.read_bytes()
    assert look(linde).exit_code == 1
    path.write_bytes(path.read_bytes()[:40])
    told = look(linde)
    assert BY_HAND in told.stdout


def paper(words: str) -> PdfWriter:
    """Return a PDF of one page, as a program for letters makes it."""
    assert is_possible(), "the tests need Pango: run scripts/system-packages"
    page = f"<!doctype html><html lang=en><title>Letter</title><body>{words}</body></html>"
    return PdfWriter(clone_from=BytesIO(pdf_of(page)))


WITHIN: dict[str, Callable[[], PdfWriter]] = {
    "page": lambda: paper(f"<p>Dear <b>Annabel</b>, we wrote to {ADDRESS.upper()} before"),
    "link": lambda: paper(f"<p><a href='mailto:{ADDRESS}'>Write to us</a>"),
    "title": lambda: titled(paper("<p>Dear sir")),
    "attachment": lambda: attached(paper("<p>Dear sir")),
}


def titled(written: PdfWriter) -> PdfWriter:
    written.add_metadata({"/Author": ADDRESS})
    return written


def attached(written: PdfWriter) -> PdfWriter:
    written.add_attachment("list.csv", f"1;{ADDRESS}".encode())
    return written


@pytest.mark.parametrize("where", WITHIN)
def test_a_pdf_is_read(linde: Path, where: str) -> None:
    path = linde / "files" / "over.txt"
    written = WITHIN[where]()
    written.compress_identical_objects()
    for page in written.pages:
        page.compress_content_streams()
    written.write(path)
    assert look(linde).exit_code == 1
    written.encrypt("secret", algorithm="RC4-128")
    written.write(path)
    told = look(linde)
    assert (told.exit_code, BY_HAND in told.stdout) == (0, True)


def test_a_pdf_about_somebody_else_is_no_alarm_and_one_of_pictures_is_told(linde: Path) -> None:
    path = linde / "files" / "over.txt"
    paper("<p>Dear Bo, bo.b@delinde.example</p>").write(path)
    told = look(linde)
    assert (told.exit_code, "Look by hand into" in told.stdout) == (0, False)
    pictures = paper("<p>Dear Bo</p>")
    pictures.add_blank_page()
    pictures.write(path)
    told = look(linde)
    assert (told.exit_code, BY_HAND in told.stdout) == (0, True)
    path.write_bytes(path.read_bytes()[:900])
    assert BY_HAND in look(linde).stdout


@pytest.fixture(scope="module")
def letter() -> bytes:
    written = BytesIO()
    attached(titled(paper("<p><a href='mailto:bo@delinde.example'>Dear</a> sir"))).write(written)
    return written.getvalue()


@settings(max_examples=40)
@given(damage=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=9)), max_size=6))
def test_a_damaged_pdf_is_read_or_closed(
    letter: bytes, damage: list[tuple[float, bytes]]
) -> None:
    data = bytearray(letter)
    for place, written in damage:
        start = int(place * len(data))
        data[start : start + len(written)] = written
    with suppress(pdf.Closed):
        assert all(type(text) is bytes for text in pdf.texts(BytesIO(bytes(data))))


def test_a_link_is_not_followed_and_a_pipe_not_waited_for(linde: Path) -> None:
    (linde / "elsewhere").write_text(ADDRESS)
    (linde / "files" / "link").symlink_to(linde / "elsewhere")
    os.mkfifo(linde / "files" / "pipe")
    assert look(linde).exit_code == 0


def test_a_folder_that_is_not_there_is_no_proof(linde: Path) -> None:
    (linde / "files").rename(linde / "other")
    told = look(linde)
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith("gestand: folder `files`: it, or a file in it, cannot be read")


def test_a_key_that_is_an_identifier_is_not_shown(linde: Path) -> None:
    run(linde, f"CREATE TABLE lists (who TEXT PRIMARY KEY); INSERT INTO lists VALUES ('{ADDRESS}')")
    told = look(linde, "--rows")
    assert (told.exit_code, "    keys: (holds an identifier)" in told.stdout) == (1, True)
