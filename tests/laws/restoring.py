"""What holds once a backup of the store is put back: it comes to where it was, others stay."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from gestand.work.sweep import Request as Asked
from tests.laws.erasing import TEXT, nothing_goes_that_must_stay, nothing_stays_that_must_go
from tests.laws.registry import law
from tests.laws.scenes import Branch, Done, Scene, differing, keyed
from tests.laws.test_facts import fact
from tests.oracle.company import Company
from tests.oracle.oracle import Request, after, decide
from tests.oracle.reach import Person


def put_back(scene: Scene, branch: Branch) -> None:
    """Put the database back as it was before anything went."""
    shutil.copyfile(scene.folder / "db.db", branch.folder / "db.db")


def done_again(branch: Branch, day: date) -> Done:
    """Bring the store up to date, as `apply --after-restore` does."""
    return branch.run(replace(Asked(day), after_restore=True))


@law("B1", "Restored: what a person had erased goes again from a backup, and nothing else does.")
def a_backup_is_made_up_to_date(scene: Scene) -> None:
    if not scene.every_fourth():
        return
    branch = scene.restored
    put_back(scene, branch)
    asked = [fact("erasure asked", each, scene.as_of) for each in scene.people]
    naive, done = scene.with_facts(*asked), done_again(branch, scene.as_of)
    verdict = decide(naive, Request(scene.as_of))
    nothing_stays_that_must_go(verdict, done)
    nothing_goes_that_must_stay(naive, verdict, done.left)
    assert done.asked or not verdict.asked
    again = done_again(branch, scene.as_of)
    assert (again.receipt.rows, differing(again.left, done.left)) == (0, [])


@law("B3", "Newcomer: who has the key of somebody who was erased loses nothing by that request.")
def a_newcomer_is_not_touched(scene: Scene) -> None:
    if not scene.every_fourth(1):
        return
    branch, day = scene.restored, scene.as_of + timedelta(days=1)
    put_back(scene, branch)
    new = [person for person in scene.people if person in keyed(scene.naive)]
    branch.write(*(each for who in new for each in somebody_else(scene.naive, who, day)))
    others = [person for person in scene.people if person not in new]
    asked = [fact("erasure asked", each, scene.as_of) for each in others]
    naive, done = scene.with_facts(*asked, folder=branch.folder), done_again(branch, day)
    verdict = decide(naive, Request(day))
    nothing_goes_that_must_stay(naive, verdict, done.left)
    if not done.asked:
        assert differing(done.left, after(naive, verdict)) == []


def somebody_else(naive: Company, who: Person, since: date) -> Iterator[str]:
    """Yield what gives the row of a person to somebody else, in whom everything begins later."""
    table = naive.datamap["subjects"][who[0]]["table"]
    row = naive.tables[table].rows[who[1]]
    texts = {name: TEXT.sub(r"\g<0>new", str(value)) for name, value in row.items()}
    told = {name: text for name, text in texts.items() if text != str(row[name])}
    told |= {each.began: since.isoformat() for each in naive.bindings if each.table == table}
    changes = ", ".join(f"{name} = '{value}'" for name, value in told.items())
    yield f"UPDATE {table.removeprefix('db.')} SET {changes} WHERE id = {who[1]}"
