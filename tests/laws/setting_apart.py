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


@law("R1", "Lifted: once a restriction is over, request and sweep come to the same end.")
def lifted(scene: Scene) -> None:
    if scene.set_apart is None:
        return
    _, under, after = scene.restricted
    if under.asked or after.asked or scene.erased.asked:
        return
    if differing(after.left, scene.erased.left):
        # What stayed because something set apart leads to it may be nobody's row by now: no request
        # comes to it any more, nor to a copy of what stood there. The next sweep does.
        late, in_time = scene.swept_after_the_request()
        assert late.asked or in_time.asked or differing(late.left, in_time.left) == []
