"""`shop` and `forum`: one person, and 1,000 in one plan, over what is written by hand in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure, Outcome, tell
from bench.floor_person import floor_of
from bench.person import Race, differences, ours_in
from bench.trips import counted
from bench.twins import OURS, Twins, twins
from bench.worlds.forum import FORUM
from bench.worlds.shop import SHOP
from bench.worlds.world import World

BACKENDS = ("sqlite", "postgresql", "mariadb")
ROUNDS, OF_ONE, TOGETHER = 5, 15, 1_000


def measure(world: World, rounds: int, together: int, backends: Sequence[str]) -> Outcome:
    """Measure one organisation on each database, and compare what is left."""
    figures: list[Figure] = []
    problems: list[str] = []
    for kind in backends:
        with (
            TemporaryDirectory(prefix="gestand-bench-") as folder,
            twins(world, kind, Path(folder)) as made,
            ours_in(made) as ours,
        ):
            race = Race(made, ours, world.asked())
            figures += race.figures(OF_ONE if rounds == ROUNDS else rounds)
            _tell_trips(made, race.people.pop(), race.people.pop())
            race.many = min(together, len(race.people) // rounds)
            figures += race.figures(rounds)
            differing = differences(made)
        problems += [f"{world.name} on {kind}: {table} is not the same" for table in differing]
        if not differing:
            tell("both end states are the same, row for row")
    return Outcome(tuple(figures), tuple(problems))


def _tell_trips(made: Twins, read: int, erased: int) -> None:
    """Say how often we wait for the database to read one person, and to erase one."""
    reading, erasing = trips_of(made, read, erased)
    what = "statements" if made.kind == "sqlite" else "trips"
    tell(f"{made.world.name} on {made.kind}: {reading} {what} to read, {erasing} to erase")
    with floor_of(made, many=False) as floor:
        floor.erase([erased])


def trips_of(made: Twins, read: int, erased: int, copy: str = OURS) -> tuple[int, int]:
    """Return how many trips it takes to read one person of a copy, and to erase another."""
    with TemporaryDirectory(prefix="gestand-bench-") as folder, counted(made) as (behind, trips):
        there = replace(behind, folder=Path(folder))
        url = behind.url(copy).replace("sqlite:///", f"sqlite:///{made.folder}/")
        made.world.declare(there.folder, url)
        memory = made.folder / f".gestand-{copy}" if copy != OURS else made.folder / ".gestand"
        memory.mkdir(mode=0o700, exist_ok=True)
        # One store has one memory of what was done in it.
        (there.folder / ".gestand").symlink_to(memory)
        with ours_in(there) as ours:
            before = trips.made
            ours.read([read])
            reading = trips.made - before
            before = trips.made
            ours.erase([erased])
            return reading, trips.made - before


def measure_shop(
    people: int = SHOP.people, rounds: int = ROUNDS, backends: Sequence[str] = BACKENDS
) -> Outcome:
    """Measure the shop: 35 rows of each customer in nine of its eleven tables."""
    return measure(SHOP.of(people), rounds, TOGETHER, backends)


def measure_forum(
    people: int = FORUM.people, rounds: int = ROUNDS, backends: Sequence[str] = BACKENDS
) -> Outcome:
    """Measure the forum: a million votes, and answers of others that must stay."""
    return measure(FORUM.of(people), rounds, TOGETHER, backends)
