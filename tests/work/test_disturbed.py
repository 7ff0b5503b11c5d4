"""Others come to work in the middle of what nobody else was to touch: it is undone, and asked."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from gestand.wiring import open_company
from gestand.work.receipt import Receipt
from gestand.work.sweep import Request, prepare
from tests.databases import Database, on
from tests.recording import carried_out
from tests.stories.story import laid_down, read

TODAY = date(2026, 6, 1)


@on("postgresql", "mariadb")
def test_a_contract_renewed_but_not_yet_kept_saves_the_customer(
    kind: str, tmp_path: Path
) -> None:
    """The plan reads what is kept by then: a contract that ended. Its renewal is kept later."""
    story = read("a_contract_signed_between_plan_and_apply")
    # A server of its own: nobody else is at work there, so the plan's own answer stands at first.
    with laid_down(story, tmp_path, kind, together=tmp_path) as databases:
        done = _while_somebody_renews(databases["db"], tmp_path)
        found = databases["db"].rows("SELECT id, name FROM customers ORDER BY id")
        assert found == [(1, "Ann")]
        assert databases["db"].rows("SELECT id, ended_on FROM contracts") == [(1, None)]
    rows = {each.step.table: (each.found, each.rows) for each in done.steps}
    assert (done.status, rows["db.contracts"], rows["db.customers"]) == ("done", (1, 0), (2, 1))


def _while_somebody_renews(database: Database, folder: Path) -> Receipt:
    """Plan while the renewal is not kept yet; it is kept just before the contract goes."""
    company, kept = open_company(folder), list[str]()
    with closing(database.connect()) as somebody:
        somebody.cursor().execute("UPDATE contracts SET ended_on = NULL")

        def before(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
            if statement.startswith("DELETE FROM contracts") and not kept:
                kept.append(statement)
                somebody.commit()

        with prepare(company, Request(TODAY)) as prepared:
            sa.event.listen(sa.Engine, "before_cursor_execute", before)
            try:
                done = carried_out(prepared)
            finally:
                sa.event.remove(sa.Engine, "before_cursor_execute", before)
    # The plan's own answer was trusted: nothing was asked again about the contract at first.
    assert "ended_on" not in kept[0]
    return done
