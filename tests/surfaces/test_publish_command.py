"""`gestand publish`: what it writes, when it refuses, and that it leaves nothing half done."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.surfaces.publishing import change, declared, publish

PAGES = {
    "index.html", "publication.json", "statement.jsonld",
    *(f"{language}{end}" for language in ("nl", "en")
      for end in (".html", ".md", ".pdf", "-history.html", "-2026-01-01.html")),
}  # fmt: skip


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Give a declaration of one's own."""
    return declared(tmp_path / "company")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the publication of the example as it is: no test writes in it."""
    folder = tmp_path_factory.mktemp("published")
    assert publish(declared(folder / "company"), folder / "out").exit_code == 0
    return folder / "out"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_publication_has_every_language_and_a_record(published: Path) -> None:
    files = contents(published)
    assert files.keys() == PAGES
    record = json.loads(files["publication.json"])
    assert record["files"] == {
        name: sha256(data).hexdigest() for name, data in files.items() if name != "publication.json"
    }
    assert (record["effective"], record["languages"]) == ("2026-01-01", ["nl", "en"])
    for name in ("nl.html", "nl.md", "en.html", "en.md"):
        assert record["version"].encode() in files[name]


def test_the_linked_data_carry_the_version_and_are_linked_from_each_statement(
    published: Path,
) -> None:
    told = json.loads((published / "statement.jsonld").read_bytes())
    record = json.loads((published / "publication.json").read_bytes())
    assert told["dct:identifier"] == record["version"]
    assert [title["@language"] for title in told["dct:title"]] == ["nl", "en"]
    assert len(told["dpv:hasPersonalDataProcess"]) == 14
    for language in ("nl", "en"):
        page = (published / f"{language}.html").read_text("utf-8")
        assert page.count('href="statement.jsonld"') == 2


def test_publishing_again_gives_the_same_pages_also_where_the_folder_itself_is_named(
    company: Path, published: Path, tmp_path: Path
) -> None:
    shutil.copytree(published, tmp_path / "out")
    assert publish(company / "privacy", tmp_path / "out").exit_code == 0
    assert contents(tmp_path / "out") == contents(published)


IN_WEEKS = [
    ("nl", "uiterlijk 4 weken nadat", "uiterlijk 6 weken nadat"),
    ("en", "no later than 4 weeks after", "no later than 6 weeks after"),
]


def test_a_period_changes_its_sentence_in_every_language(
    company: Path, published: Path, tmp_path: Path
) -> None:
    change(company, "policy.yaml", "P4W", "P6W")
    publish(company, tmp_path / "after", pdf=False)
    for language, old, new in IN_WEEKS:
        before, after = (
            (folder / f"{language}.md").read_text("utf-8").splitlines()
            for folder in (published, tmp_path / "after")
        )
        pairs = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        with_period = [(a, b) for a, b in pairs if "ersi" not in a]
        assert len(with_period) == 2
        for was, became in with_period:
            assert was.lower().replace(old, new) == became.lower()
        assert len(pairs) == 4  # the version stands at the top and in the section on changes


def test_a_certificate_that_does_not_count_is_left_out(
    company: Path, published: Path, tmp_path: Path
) -> None:
    policy = company / "privacy" / "policy.yaml"
    text = policy.read_text("utf-8").replace("EX-9001-1,", "EX-9001-1, from: 2028-05-03,")
    text = text.replace("until: 2028-05-01, edition: 2015", "until: 2031-05-01")
    policy.write_text(text, "utf-8")
    done = publish(company, tmp_path / "after", as_of="2028-05-02", pdf=False)
    for name in ("iso-27001", "iso-9001"):
        assert f"Left out, because it does not count then: {name}" in done.output
    record = json.loads((tmp_path / "after" / "publication.json").read_bytes())
    assert f"version {record['version']} in nl and en, in force from 2026-01-01" in done.output
    for name in ("nl.md", "en.html"):
        assert "27001" in (published / name).read_text("utf-8")
        assert "27001" not in (tmp_path / "after" / name).read_text("utf-8")


REFUSALS = [
    ("statement/nl.md", "{#rights.access}", "", "G520"),
    ("statement/nl.md", " {#sharing.sale}", " In 4 weken. {#sharing.sale}", "G540"),
    ("statement/en.md", "{{ answer }}", "{{ anwser }}", "G503"),
    ("statement/en.md", "# Privacy and cookie statement\n", "", "G509"),
    ("policy.yaml", "basis: consent", "basis: consnt", "G123"),
    ("policy.yaml", "authority: nl/ap", "authority: nl/pa", "G550"),
    ("policy.yaml", "languages: [nl, en]", "languages: [nl, en, fr]", "G534"),
]


@pytest.mark.parametrize("mistake", REFUSALS, ids=[code for *_, code in REFUSALS])
def test_nothing_is_published_while_there_are_findings(
    company: Path, published: Path, tmp_path: Path, mistake: tuple[str, str, str, str]
) -> None:
    file, old, new, code = mistake
    shutil.copytree(published, tmp_path / "out")
    before = contents(published)
    change(company, file, old, new)
    done = publish(company, tmp_path / "out")
    assert (done.exit_code, contents(tmp_path / "out")) == (1, before)
    assert code in done.stdout
    assert "nothing was published" in done.stderr
    assert publish(company, tmp_path / "new").exit_code == 1
    assert not (tmp_path / "new").exists()


def test_a_folder_without_a_declaration_cannot_be_published(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = publish(tmp_path / "empty", tmp_path / "out")
    assert done.exit_code == 2
    assert "policy.yaml" in done.stdout
    assert not (tmp_path / "out").exists()


def test_a_folder_with_other_files_is_left_alone(company: Path, tmp_path: Path) -> None:
    out = tmp_path / "holiday"
    out.mkdir()
    (out / "photo.jpg").write_bytes(b"dear")
    done = publish(company, out)
    assert (done.exit_code, contents(out)) == (2, {"photo.jpg": b"dear"})
    assert "`photo.jpg`, no part of a publication" in done.stderr


def test_a_file_is_no_folder(company: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    done = publish(company, tmp_path / "out")
    assert (done.exit_code, (tmp_path / "out").read_text()) == (2, "mine")
    assert "is a file" in done.stderr


def test_a_place_that_cannot_be_written_is_told_plainly(company: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = publish(company, tmp_path / "file" / "out")
    assert done.exit_code == 2
    assert "cannot be written: not a directory" in done.stderr
    assert "Traceback" not in done.output


WITHOUT_PANGO = """
import cffi, sys
dlopen = cffi.FFI.dlopen
def bare(ffi, name, flags=0):
    if "pango" in str(name):
        raise OSError(name)
    return dlopen(ffi, name, flags)
cffi.FFI.dlopen = bare
from gestand.surfaces.cli import main
main(sys.argv[1:])
"""


def test_without_the_library_for_pdf_all_else_is_published(
    company: Path, published: Path, tmp_path: Path
) -> None:
    words = ["publish", str(company), "--out", str(tmp_path / "out"), "--as-of", "2026-12-01"]
    command = [sys.executable, "-c", WITHOUT_PANGO, *words]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0
    why = "not signed: there is no ledger yet, which `gestand apply` begins"
    assert done.stdout.splitlines()[2:] == [f"Kept in {company}/privacy/published, and {why}."]
    assert done.stderr.count("\n") == 1
    assert "no PDF was made" in done.stderr
    assert "apt-get install libpangoft2-1.0-0 libharfbuzz-subset0" in done.stderr
    bare = contents(tmp_path / "out")
    assert bare.keys() == {name for name in contents(published) if not name.endswith(".pdf")}
    assert b'.pdf"' in (published / "nl.html").read_bytes()
    assert b'.pdf"' not in bare["nl.html"]
