"""`gestand undo` and `gestand keys` as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gestand.surfaces.cli import main
from gestand.work.state import State
from tests.linde import TODAY, rows, run
from tests.undoing import GONE, ROWS, UNDO, key_in, undoable

APPLY = ("apply", "--as-of", TODAY.isoformat(), "--first-run", "--yes", "--ahead")


def typed(folder: Path, *words: str, answer: str = "") -> Result:
    name, *rest = words
    line = [name, *rest, str(folder)]
    return CliRunner().invoke(main, line, input=answer, catch_exceptions=False)


def test_it_shows_asks_and_brings_back(tmp_path: Path) -> None:
    undoable(tmp_path, ROWS)
    before = rows(tmp_path)
    planned = typed(tmp_path, "plan", "--as-of", TODAY.isoformat())
    assert "What goes can be brought back for P7D, by `gestand undo`" in planned.output
    applied = typed(tmp_path, *APPLY)
    assert "`gestand undo 1` brings it back, until " in applied.output
    after = rows(tmp_path)
    refused = typed(tmp_path, "undo", "1", answer="n\n")
    assert (refused.exit_code, rows(tmp_path)) == (1, after)
    assert "db.order_lines                         1           1       0       0" in refused.output
    assert "goes again at the next `gestand apply`" in refused.output
    done = typed(tmp_path, "undo", "1", answer="y\n")
    assert (done.exit_code, rows(tmp_path)) == (0, before)
    assert "Done: 3 rows came back, and cells of 5 rows. `gestand receipt 2 " in done.output
    again = typed(tmp_path, "undo", "1", "--yes")
    assert (again.exit_code, again.stderr) == (
        2, "gestand: receipt 1 was undone already: receipt 2 tells of it\n",
    )  # fmt: skip


def test_a_machine_must_say_that_a_part_may_be_lost(tmp_path: Path) -> None:
    undoable(tmp_path, ROWS)
    typed(tmp_path, *APPLY)
    run(tmp_path, "UPDATE invoices SET sent_to = 'x@delinde.example'")
    after = rows(tmp_path)
    stopped = typed(tmp_path, "undo", "1", "--yes")
    assert (stopped.exit_code, rows(tmp_path)) == (1, after)
    assert "1 of db.invoices does not come back: something else was written there" in stopped.output
    assert "add --part" in stopped.output
    done = typed(tmp_path, "undo", "1", "--yes", "--part")
    assert (done.exit_code, rows(tmp_path) == after) == (1, False)
    (told,) = (r for r in State.beside(tmp_path).receipts() if r["kind"] == "apply undone")
    left = {step["table"]: step["left"] for step in told["steps"] if step["left"]}
    assert (told["undoes"], told["status"], left) == (1, "done", {"invoices": {"overwritten": 1}})


def test_who_asked_to_be_erased_is_erased_again(tmp_path: Path) -> None:
    undoable(tmp_path, GONE)
    before = rows(tmp_path)
    typed(tmp_path, *APPLY, "--person", "customer:1", "--erase")
    after = rows(tmp_path)
    done = typed(tmp_path, "undo", "1", "--yes")
    assert "1 person asked for erasure, and that stands: the next `gestand apply`" in done.output
    assert rows(tmp_path) == before
    typed(tmp_path, *APPLY)
    assert rows(tmp_path) == after


@pytest.mark.parametrize("how", ["final", "forget", "no undo in the policy"])
def test_there_is_no_way_back_where_none_was_asked_for(how: str, tmp_path: Path) -> None:
    undoable(tmp_path, GONE)
    if how.startswith("no"):
        policy = tmp_path / "privacy" / "policy.yaml"
        (new, old), = UNDO["policy"]
        policy.write_text(policy.read_text("utf-8").replace(old, new), "utf-8")
    words = ("--final",) if how == "final" else ()
    applied = typed(tmp_path, *APPLY, *words)
    assert ("What goes cannot be brought back" in applied.output) == (how != "forget")
    if how == "forget":
        forgotten = typed(tmp_path, "undo", "1", "--forget", "--yes")
        assert "Receipt 1 is final" in forgotten.output
    after = rows(tmp_path)
    refused = typed(tmp_path, "undo", "1", "--yes")
    assert (refused.exit_code, rows(tmp_path)) == (2, after)
    assert list((tmp_path / ".gestand").glob("undo*")) == []


def test_keys_are_made_changed_and_told_of(tmp_path: Path) -> None:
    undoable(tmp_path, GONE)
    file = tmp_path / "master.key"
    file.unlink()
    missing = typed(tmp_path, "keys")
    assert missing.exit_code == 1
    assert "there is no master key at" in missing.output
    made = typed(tmp_path, "keys", "--make")
    assert made.exit_code == 0, made.output
    assert f"The master key at {file} can be used." in made.output
    typed(tmp_path, *APPLY)
    first = file.read_text("ascii").strip()
    changed = typed(tmp_path, "keys", "--rotate")
    assert "Every key is wrapped anew (1)" in changed.output
    assert "It wraps 1 key; it is destroyed at " in changed.output
    second = file.read_text("ascii").strip()
    assert first != second
    for output in (missing.output, made.output, changed.output):
        assert first not in output and second not in output
    key_in(tmp_path, first)
    wrong = typed(tmp_path, "keys")
    assert (wrong.exit_code, "not the one that wraps the keys" in wrong.output) == (1, True)
    assert typed(tmp_path, "keys", "--make").exit_code == 2
    key_in(tmp_path, second)
    assert typed(tmp_path, "undo", "1", "--yes").exit_code == 0
    for words in (("--make", "--rotate"), ("--to", "x")):
        assert typed(tmp_path, "keys", *words).exit_code == 2
