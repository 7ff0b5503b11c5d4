"""What is kept of programs: tokens, answers, and how far they were told, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from gestand.records import hooks, repeated, tokens
from gestand.records.kept import Taken
from gestand.records.ledger import ledger_in
from gestand.records.plain import kept_in
from tests.databases import Database, on


@on("sqlite", "postgresql")
def test_who_comes_second_is_told_and_what_is_read_plainly_is_what_was_written(
    database: Database, tmp_path: Path
) -> None:
    path, url = tmp_path / "records.db", "" if database.kind == "sqlite" else database.url
    token = tokens.Row(1, "d" * 64, "shop", "Mila", "may:ask due:read", "2027-01-01", "2026-11-28")
    answer = repeated.Row("k" * 64, "q" * 64, 201, "{}", "2026-11-28")
    hook = hooks.Row("cases", 1)
    with ledger_in(path, url, make=True) as ledger:
        assert ledger is not None
        ledger.append(None, [("begun", {}), ("request received", {"request": 1})])
        kept = ledger.kept
        with kept.together():
            tokens.Tokens(kept).add(token)
            repeated.Repeated(kept).keep(answer)
            hooks.Hooks(kept).begin(hook)
            hooks.Hooks(kept).begin(hook._replace(after=7))  # another began with it: nothing new
            tokens.Tokens(kept).count(1, 3, "2026-11-29")
            hooks.Hooks(kept).change(hook, hook._replace(tries=1, said="no answer"))
        for late in (
            lambda: tokens.Tokens(kept).add(token._replace(digest="e" * 64)),
            lambda: tokens.Tokens(kept).revoke(9, "2026-11-29"),
            lambda: repeated.Repeated(kept).keep(answer._replace(question="r" * 64)),
            lambda: hooks.Hooks(kept).change(hook, hook._replace(after=2)),
        ):
            with pytest.raises(Taken):
                late()
        tokens.Tokens(kept).revoke(1, "2026-11-30")
    with kept_in(path, url) as plain:
        (found,) = tokens.Tokens(plain).every()
        assert found == (*token[:7], "2026-11-30", 3, "2026-11-29")
        assert tokens.Tokens(plain).of_digest("e" * 64) is None
        assert repeated.Repeated(plain).under(answer.digest) == answer
        assert hooks.Hooks(plain).every() == {"cases": ("cases", 1, 0, 1, "", "", "no answer")}
        (entry,) = hooks.Hooks(plain).entries(1, 10)
        assert (entry.number, entry.kind) == (2, "request received")
