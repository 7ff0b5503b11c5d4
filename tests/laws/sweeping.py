"""What holds of a sweep: the calendar alone says what goes."""

from __future__ import annotations

from tests.laws.erasing import nothing_goes_that_must_stay, nothing_stays_that_must_go
from tests.laws.registry import law
from tests.laws.scenes import Scene, differing


@law("E17", "Sweep: what goes is what has no ground on that day, and the next run finds nothing.")
def sweep(scene: Scene) -> None:
    nothing_stays_that_must_go(scene.sweeping, scene.swept)
    nothing_goes_that_must_stay(scene.naive, scene.sweeping, scene.swept.left)
    assert scene.swept.asked or not scene.sweeping.asked
    assert scene.swept_again.receipt.rows == 0
    assert differing(scene.swept_again.left, scene.swept.left) == []
