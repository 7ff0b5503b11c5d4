"""Files on disk go after their row, and only those that a row named."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from gestand.errors import CannotRun
from gestand.work.company import Company
from gestand.work.decide import Answer
from gestand.work.folders import FEW
from gestand.work.sweep import Request
from tests.linde import TODAY, Changes, cell, company, planned, rows, run, sweep
from tests.recording import carried_out, decided, writing

ASKED = "ask:db.documents:files"

CHANGES: Changes = {
    "datamap": [("columns: {title: letter}", "columns: {title: letter}\n    files: {title: files}")]
}
APPLIED = """
INSERT INTO vacancies VALUES (1, 'clerk', '2025-01-01', '2026-01-15', NULL, NULL);
INSERT INTO vacancies VALUES (2, 'baker', '2026-06-01', NULL, NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Ann', NULL, NULL, '2026-01-01', NULL, NULL, NULL, NULL);
INSERT INTO applications VALUES (2, 2, 'Bo', NULL, NULL, '2026-06-10', NULL, NULL, NULL, NULL);
"""


@pytest.fixture
def applied(tmp_path: Path) -> Company:
    """Give a company of which application 1 is over and application 2 is not."""
    (tmp_path / "files").mkdir()
    return company(tmp_path, APPLIED, CHANGES)


def name(company: Company, *documents: tuple[int, int, str]) -> None:
    """Let documents (key, application, file name) stand in the store, and their files on disk."""
    for key, application, file in documents:
        quoted = file.replace("'", "''")
        run(company.root, f"INSERT INTO documents VALUES ({key}, {application}, '{quoted}')")
        (company.root / "files" / file).write_text("a letter")


def left(company: Company) -> list[str]:
    return sorted(path.name for path in (company.root / "files").rglob("*") if path.is_file())


def test_a_file_goes_with_its_row_and_no_other(applied: Company) -> None:
    name(applied, (1, 1, "a.pdf"), (2, 1, "Zoë's brief.pdf"), (3, 2, "b.pdf"))
    (applied.root / "files" / "of nobody.pdf").write_text("a letter")
    assert sweep(applied).files == 2
    assert left(applied) == ["b.pdf", "of nobody.pdf"]


LOOKS = {"os.scandir", "os.listdir"}


def _place(told: Sequence[object]) -> str:
    """Return which folder is looked through; some name it with a slash at its end."""
    return str(told[0]).rstrip("/")


def test_one_file_goes_without_a_look_through_its_folder(applied: Company) -> None:
    name(applied, (1, 1, "a.pdf"))
    folder = str((applied.root / "files").resolve())
    looked: list[object] = []
    # It cannot be taken away again; it only adds to a list that nobody reads any more.
    sys.addaudithook(lambda event, told: looked.append(_place(told)) if event in LOOKS else None)
    assert sweep(applied).files == 1
    assert folder not in looked
    assert left(applied) == []
    assert folder in looked  # by this test itself just now, or the hook hears nothing


def test_a_file_stays_while_another_row_names_it(applied: Company) -> None:
    name(applied, (1, 1, "shared.pdf"), (2, 2, "shared.pdf"))
    assert sweep(applied, chunk=1).files == 0
    assert left(applied) == ["shared.pdf"]


def test_a_file_in_a_folder_below_goes(applied: Company) -> None:
    (applied.root / "files" / "2026").mkdir()
    name(applied, (1, 1, "2026/a.pdf"))
    assert sweep(applied).files == 1
    assert left(applied) == []


@pytest.mark.parametrize("file", ["", "nowhere.pdf", "x" * 300])
def test_a_name_of_no_file_at_all_removes_nothing(applied: Company, file: str) -> None:
    run(applied.root, f"INSERT INTO documents VALUES (1, 1, '{file}')")
    assert sweep(applied).files == 0
    assert cell(applied.root, "SELECT count(*) FROM documents") == 0
    assert sweep(applied).rows == 0


UNSAFE = [
    "../outside.txt",
    "/etc/hostname",
    "a/../../outside.txt",
    ".",
    "below",
    "link.pdf",
    "away/x",
]


@pytest.mark.parametrize("file", UNSAFE)
def test_a_row_waits_while_its_file_cannot_be_told(applied: Company, file: str) -> None:
    outside, files = applied.root / "outside.txt", applied.root / "files"
    outside.write_text("not theirs")
    (files / "below").mkdir()
    (files / "link.pdf").symlink_to(outside)
    (files / "away").symlink_to(applied.root)
    run(applied.root, f"INSERT INTO documents VALUES (1, 1, '{file}')")
    before = rows(applied.root)
    with planned(applied) as prepared:
        assert [(m.step.id, m.rows) for m in prepared.plan.questions] == [(ASKED, 1)]
        assert carried_out(prepared).files == 0
    assert rows(applied.root)["db.db.documents"] == before["db.db.documents"]
    assert outside.exists()
    assert (files / "link.pdf").is_symlink()


def test_a_row_whose_folder_is_not_there_waits(applied: Company) -> None:
    name(applied, (1, 1, "a.pdf"))
    (applied.root / "files").rename(applied.root / "unmounted")
    assert sweep(applied).files == 0
    assert cell(applied.root, "SELECT title FROM documents") == "a.pdf"
    (applied.root / "unmounted").rename(applied.root / "files")
    assert sweep(applied).files == 1


def test_nobody_is_asked_about_a_file_while_its_row_is_held(applied: Company) -> None:
    run(applied.root, "INSERT INTO documents VALUES (1, 2, '../outside.txt')")
    with planned(applied) as prepared:
        assert prepared.plan.questions == ()


def test_a_person_may_let_a_row_go_without_its_file(applied: Company) -> None:
    run(applied.root, "INSERT INTO documents VALUES (1, 1, '../outside.txt')")
    (applied.root / "outside.txt").write_text("not theirs")
    decided(applied, Request(TODAY), ASKED, Answer(True, TODAY, "it is a page of the manual"))
    receipt = sweep(applied)
    assert (receipt.rows, receipt.files, receipt.left) == (2, 0, 1)
    assert (applied.root / "outside.txt").exists()
    assert list(applied.state.lines("files-to-remove")) == []


def test_a_file_that_was_moved_since_the_plan_keeps_its_row(applied: Company) -> None:
    name(applied, (1, 1, "a.pdf"))
    with planned(applied) as prepared:
        (applied.root / "files" / "a.pdf").rename(applied.root / "a.pdf")
        (applied.root / "files" / "a.pdf").symlink_to(applied.root / "a.pdf")
        with pytest.raises(CannotRun, match="a file that `db.documents` names was moved"):
            carried_out(prepared)
    assert cell(applied.root, "SELECT count(*) FROM documents") == 1


@pytest.mark.parametrize("other", ["shared.pdf", "./shared.pdf", "2026/../shared.pdf"])
def test_a_file_that_a_row_of_another_table_names_stays(tmp_path: Path, other: str) -> None:
    changes = dict(CHANGES)
    changes["datamap"] = [
        *CHANGES["datamap"],
        ("letter: letter}", "letter: letter}\n    files: {letter: files}"),
    ]
    (tmp_path / "files").mkdir()
    opened = company(tmp_path, APPLIED, changes)
    name(opened, (1, 1, "shared.pdf"))
    run(tmp_path, f"UPDATE applications SET letter = '{other}' WHERE id = 2")
    assert sweep(opened).files == 0
    assert left(opened) == ["shared.pdf"]


def test_a_name_with_a_zero_in_it_does_not_stop_a_run(applied: Company) -> None:
    run(applied.root, "INSERT INTO documents VALUES (1, 1, 'a' || char(0) || 'b')")
    assert sweep(applied).files == 0
    assert sweep(applied).rows == 0


def test_a_file_that_cannot_be_removed_stays_on_the_list(applied: Company) -> None:
    (applied.root / "files" / "loop").symlink_to("loop")
    recorded = {"table": "db.documents", "column": "title", "folder": "files"}
    leave(applied, recorded | {"names": ["loop/ann.pdf"]})
    assert sweep(applied).stuck == 1
    assert applied.state.receipts()[-1]["files_stuck"] == 1
    (applied.root / "files" / "loop").unlink()
    (applied.root / "files" / "loop").mkdir()
    (applied.root / "files" / "loop" / "ann.pdf").write_text("a letter")
    receipt = sweep(applied)
    assert (receipt.files, receipt.stuck) == (1, 0)


def leave(applied: Company, recorded: dict[str, object]) -> None:
    """Leave files on the list, as a run that was killed does."""
    with writing(applied.state):
        applied.state.append("files-to-remove", [recorded])


MANY = [f"letter {number}.pdf" for number in range(FEW + 1)]


def many(applied: Company, below: str = "") -> None:
    """Let very many documents of an application that is over stand in the store."""
    values = (f"({n}, 1, '{below}{file}')" for n, file in enumerate(MANY, 10))
    run(applied.root, f"INSERT INTO documents VALUES {', '.join(values)}")
    for file in MANY:
        (applied.root / "files" / below / file).write_text("a letter")


@pytest.mark.parametrize("below", ["", "letters/"])
def test_very_many_files_go_and_no_other(applied: Company, below: str) -> None:
    (applied.root / "files" / "letters").mkdir()
    many(applied, below)
    name(applied, (1, 2, "b.pdf"))
    (applied.root / "files" / "of nobody.pdf").write_text("a letter")
    assert sweep(applied).files == len(MANY)
    assert left(applied) == ["b.pdf", "of nobody.pdf"]


def test_of_very_many_the_one_that_is_a_link_holds_up_its_row_only(applied: Company) -> None:
    many(applied)
    link = applied.root / "files" / MANY[7]
    link.unlink()
    link.symlink_to(applied.root / "privacy")
    assert sweep(applied).files == len(MANY) - 1
    assert link.is_symlink()


def test_very_many_that_another_run_left_are_looked_at_again(applied: Company) -> None:
    link = applied.root / "files" / MANY[0]
    link.symlink_to(applied.root / "privacy")
    for file in MANY[1:]:
        (applied.root / "files" / file).write_text("its row has gone")
    recorded = {"table": "db.documents", "column": "title", "folder": "files", "names": MANY}
    leave(applied, recorded)
    receipt = sweep(applied)
    assert (receipt.files, receipt.stuck) == (len(MANY) - 1, 1)
    assert link.is_symlink()


def test_a_file_of_a_table_that_is_no_more_is_not_touched(applied: Company) -> None:
    recorded = {"table": "db.letters", "column": "title", "folder": "files", "names": ["a.pdf"]}
    leave(applied, recorded)
    (applied.root / "files" / "a.pdf").write_text("a letter")
    assert sweep(applied).stuck == 1
    assert left(applied) == ["a.pdf"]


def test_a_run_finishes_what_another_left(applied: Company) -> None:
    name(applied, (2, 2, "b.pdf"))
    (applied.root / "files" / "a.pdf").write_text("its row has gone")
    recorded = {"table": "db.documents", "column": "title", "folder": "files"}
    leave(applied, recorded | {"names": ["a.pdf", "b.pdf"]})
    assert sweep(applied).rows == 1
    assert left(applied) == ["b.pdf"]
    assert list(applied.state.lines("files-to-remove")) == []


def test_a_saved_row_keeps_its_file(applied: Company) -> None:
    name(applied, (1, 1, "a.pdf"))
    with planned(applied) as prepared:
        run(applied.root, "UPDATE vacancies SET filled_on = '2026-06-10' WHERE id = 1")
        run(applied.root, "UPDATE applications SET received_on = '2026-05-01' WHERE id = 1")
        receipt = carried_out(prepared)
    assert (receipt.rows, receipt.files) == (0, 0)
    assert left(applied) == ["a.pdf"]
    assert list(applied.state.lines("files-to-remove")) == []
