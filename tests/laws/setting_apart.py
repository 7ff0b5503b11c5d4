"""What holds of a restriction: nothing changes what is set apart, and nothing else waits for it."""

from __future__ import annotations

from tests.laws.erasing import (
    nothing_goes_that_must_stay,
    nothing_stays_that_must_go,
    owners,
    rows_of,
)
from tests.laws.registry import law
from tests.laws.scenes import Scene, differing


@law("R", "Restriction: what is set apart stays bit for bit, and the rest goes as it would.")
def what_is_set_apart_stays(scene: Scene) -> None:
    if scene.set_apart is None:
        return
    naive, done, _ = scene.restricted
    verdict = scene.told_by_rules(*scene.people, naive=naive)
    nothing_stays_that_must_go(verdict, done)
    nothing_goes_that_must_stay(naive, verdict, done.left)
    for table, key in rows_of(naive):
        if {*owners(naive, (table, key))} == {scene.set_apart}:
            assert done.left[table][key] == naive.row((table, key)), (table, key)


@law("R1", "Lifted: once a restriction is over, the same request comes to the same end.")
def lifted(scene: Scene) -> None:
    if scene.set_apart is None:
        return
    _, under, after = scene.restricted
    if not (under.asked or after.asked or scene.erased.asked):
        assert differing(after.left, scene.erased.left) == []
