"""What holds of a restriction: nothing changes what is set apart, and nothing else waits for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from gestand.core.plan.steps import MayUse, Measured, Use
from gestand.work.permissions import Permissions
from gestand.work.sweep import Request as Asked
from gestand.work.sweep import prepare
from tests.laws.erasing import (
    nothing_goes_that_must_stay,
    nothing_stays_that_must_go,
    owners,
    rows_of,
)
from tests.laws.registry import law
from tests.laws.scenes import Branch, Done, Scene, differing
from tests.laws.test_facts import lifted, placed
from tests.oracle.company import Company, RowId
from tests.oracle.oracle import (
    EACH_ROW,
    Cell,
    Ground,
    Request,
    about_of,
    categories,
    decide,
    in_force,
    is_about,
)
from tests.oracle.reach import Person, people_of


def stays_bit_for_bit(naive: Company, done: Done, *people: Person) -> None:
    """Assert that of rows that are of these people alone nothing changed.

    A counter in them is about the rows of others that it counts, and follows these.
    """
    for table, key in rows_of(naive):
        theirs = {*owners(naive, (table, key))}
        if theirs and theirs <= {*people}:
            counters = naive.mapped(table).get("counts", {})
            left, row = done.left[table][key], naive.row((table, key))
            assert {c for c in row if left[c] != row[c]} <= {*counters}, (table, key)


@law("R", "Restriction: what is set apart stays bit for bit, and the rest goes as it would.")
def what_is_set_apart_stays(scene: Scene) -> None:
    if scene.set_apart is None:
        return
    naive, done, _ = scene.restricted
    verdict = scene.told_by_rules(*scene.people, naive=naive)
    nothing_stays_that_must_go(verdict, done)
    nothing_goes_that_must_stay(naive, verdict, done.left)
    stays_bit_for_bit(naive, done, scene.set_apart)


@law("R1", "Lifted: once a restriction is over, request and sweep come to the same end.")
def once_it_is_over(scene: Scene) -> None:
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


@law("R2", "Who is restricted twice is so once: one end is enough, and a second ends nothing.")
def once_is_enough(scene: Scene) -> None:
    who = scene.set_apart
    if who is None:
        return
    branch, before = scene.branch("restricted twice"), scene.as_of - timedelta(days=3)
    twice, over = [placed(who, before), placed(who, scene.as_of)], lifted(who, scene.as_of)
    for facts, once in zip((twice, [*twice, over]), scene.restricted[1:], strict=True):
        assert branch.record(*facts) == []
        done = branch.run(scene.erasing(*scene.people))
        assert (done.asked, differing(done.left, once.left)) == (once.asked, [])
    assert branch.record(*twice, over, over) == ["G604"]


def planned(scene: Scene, branch: Branch, *facts: dict[str, object]) -> list[Measured]:
    """Return the plan of the first request under some facts."""
    branch.record(*facts)
    with prepare(branch.company, scene.erasing(*scene.people)) as prepared:
        return list(prepared.plan.measured)


@law("R3", "Of two restrictions it does not matter which came first, and both stand.")
def whichever_came_first(scene: Scene) -> None:
    branch, people = scene.two_restrictions
    facts = [placed(who, scene.as_of) for who in people]
    if len(facts) == 2:
        plan = planned(scene, branch, *facts)
        assert planned(scene, branch, *reversed(facts)) == plan
        earlier = facts[1] | {"when": scene.as_of - timedelta(days=3)}
        assert planned(scene, branch, facts[0], earlier) == plan


@law("R5", "Who is restricted and asks for erasure keeps all until it is lifted, and then it goes.")
def a_request_under_it(scene: Scene) -> None:
    branch, people = scene.two_restrictions
    if not people or people[-1] not in scene.people or not scene.every_fourth():
        return
    facts = [placed(who, scene.as_of) for who in people]
    branch.record(*facts)
    naive, under = scene.with_facts(*facts), branch.run(scene.erasing(*scene.people))
    verdict = scene.told_by_rules(*scene.people, naive=naive)
    nothing_stays_that_must_go(verdict, under)
    nothing_goes_that_must_stay(naive, verdict, under.left)
    stays_bit_for_bit(naive, under, *people)
    assert under.asked, "nobody was asked who should tell the person first"

    branch.record(*facts, lifted(people[-1], scene.as_of))
    now, done = scene.with_facts(folder=branch.folder), branch.run(scene.erasing(*scene.people))
    verdict = scene.told_by_rules(*scene.people, naive=now)
    nothing_stays_that_must_go(verdict, done)
    nothing_goes_that_must_stay(now, verdict, done.left)


def part_of(scene: Scene) -> tuple[Person, str] | None:
    """Return somebody of whom one category alone is restricted, and which; of every fourth."""
    who = scene.set_apart
    if who is None or not scene.every_fourth(1):
        return None
    naive = scene.naive
    theirs = (
        what
        for table, key in rows_of(naive)
        if who in owners(naive, (table, key))
        for column, what in categories(naive.mapped(table)).items()
        if column in naive.row((table, key)) and naive.row((table, key))[column] is not None
    )
    known = sorted({*theirs})
    return (who, known[scene.numbers[1] % len(known)]) if known else None


@law("R8", "Of whom one category alone is restricted, that stays as it is, unused; the rest goes.")
def a_part_alone(scene: Scene) -> None:
    found = part_of(scene)
    if found is None:
        return
    (who, part), naive, branch = found, scene.naive, scene.branch("a part restricted")
    fact = placed(who, scene.as_of) | {"category": part}
    branch.record(fact)
    purposes = sorted(scene.company.policy.purposes)
    purpose = purposes[scene.numbers[0] % len(purposes)]
    asked = replace(scene.erasing(*scene.people, who), erase=False, use=purpose)
    may = {(u.rid, u.column) for u in used(branch, asked) if u.use in (Use.WHOLE, Use.TAIL)}
    done, plain = branch.run(Asked(scene.as_of)), scene.swept
    for table, key in rows_of(naive):
        row, left = naive.row((table, key)), done.left[table].get(key)
        bare = plain.left[table].get(key)
        for column, what in categories(naive.mapped(table)).items():
            cell = (table, key), column
            apart = what == part and who in about_whom(naive, cell)
            if column not in row or row[column] is None:
                continue  # nobody can use what is not there, nor remove it
            assert not apart or cell not in may, cell
            assert not apart or (left is not None and left[column] == row[column]), cell
            assert apart or left is None or bare is None or left[column] == bare[column], cell
    branch.record(fact, lifted(who, scene.as_of) | {"category": part})
    assert differing(branch.run(Asked(scene.as_of)).left, plain.left) == []


@dataclass(frozen=True)
class Used:
    """A cell that a purpose may use in some way, or may not use."""

    use: Use
    rid: RowId
    column: str


def used(branch: Branch, asked: Asked) -> Iterator[Used]:
    """Yield, cell by cell, what a purpose may do."""
    with prepare(branch.company, asked) as prepared:
        for measured in prepared.plan.measured:
            step = measured.step
            assert isinstance(step, MayUse)
            (run,) = prepared.runs.values()
            with run.transaction(writing=False):
                parts = list(run.rows_out(step.table, step.key, step.where))
            keys = [key if len(key) > 1 else key[0] for part in parts for key in part]
            assert len(keys) == measured.rows, step.id
            table = branch.company.holdings.tables[step.table]
            linking = {cell.name for cell in table.cells if cell.with_row}
            cells = [EACH_ROW if name in linking else as_the_oracle_has_it(name)
                     for name in step.columns]  # fmt: skip
            yield from (Used(step.use, (step.table, k), cell) for k in keys for cell in cells)


def as_the_oracle_has_it(cell: str) -> str:
    """Return what the oracle calls a cell of which a plan says what it is by another column."""
    column, of, word = cell.partition(" of ")
    return f"{column} where {word}" if of else cell


Held = dict[Cell, list[Ground]]


def looked_at(scene: Scene) -> tuple[Branch, str, Held]:
    """Return a copy of the project with a restriction, a purpose, and what that holds there."""
    branch, restricted = scene.used, placed(scene.set_apart or ("", ""), scene.as_of)
    branch.record(restricted)
    purposes = sorted(scene.company.policy.purposes)
    purpose = purposes[scene.numbers[0] % len(purposes)]
    grounds = decide(scene.with_facts(restricted), Request(scene.as_of)).grounds.items()
    own = {cell: [g for g in found if g.purpose == purpose] for cell, found in grounds}
    return branch, purpose, {cell: found for cell, found in own.items() if found}


@law("R4", "What is restricted no purpose may use; each may use the rest that is of its people.")
def nothing_uses_it(scene: Scene) -> None:
    if scene.set_apart is None:
        return
    branch, purpose, held = looked_at(scene)
    people = (*scene.people, scene.set_apart)
    told = list(used(branch, replace(scene.erasing(*people), erase=False, use=purpose)))
    free = {
        cell: any(not ground.unsure for ground in grounds)
        for cell, grounds in held.items()
        if {*people} & about_whom(scene.naive, cell)
        if scene.set_apart not in about_whom(scene.naive, cell)
    }
    may = {(each.rid, each.column) for each in told if each.use in (Use.WHOLE, Use.TAIL)}
    assert may <= {*free}, may - {*free}
    rest = {(each.rid, each.column) for each in told if each.use is not Use.APART}
    # What is about somebody unknown is held for the others, and is no value of theirs.
    declared = in_force(scene.naive, scene.as_of)[-1].purposes[purpose]
    asking = {who for who in people if is_about(scene.naive, declared, who[0])}
    theirs = {cell for cell in free if asking & surely_about(scene.naive, cell)}
    sure = {cell for cell in theirs if free[cell] and meant(scene, purpose, held[cell])}
    assert sure <= rest, sure - rest


def meant(scene: Scene, purpose: str, grounds: Sequence[Ground]) -> bool:
    """Tell whether a purpose holds a cell for somebody it is about.

    Of a row whose right people are unknown it holds the cells for the others as well, so that
    nothing goes that must stay; it is not about these, and may not use what is theirs.
    """
    declared = in_force(scene.naive, scene.as_of)[-1].purposes[purpose]
    named = (ground.named for ground in grounds)
    return any(one is None or is_about(scene.naive, declared, one[1][0]) for one in named)


@law("R6", "A program that asks is never told that it may use what is restricted or not held.")
def a_program_is_told_so(scene: Scene) -> None:
    if scene.set_apart is None or not scene.every_fourth(1):
        return
    branch, purpose, held = looked_at(scene)
    asked = Permissions(branch.company, scene.as_of)
    for kind, key in (*scene.people, scene.set_apart):
        cells = [cell for cell in held if (kind, key) in about_whom(scene.naive, cell)]
        known = {categories(scene.naive.mapped(rid[0]))[column] for rid, column in cells}
        for category in scene.company.policy.categories:
            allowed = asked.may(kind, str(key) if kind == "guest" else key, purpose, category)
            if allowed.allowed:
                assert (kind, key) != scene.set_apart, category
                assert category in known, (kind, key, category)


def surely_about(naive: Company, cell: Cell) -> set[Person]:
    """Return about whom a cell is, as far as they are known."""
    rid, column = cell
    about = about_of(naive.mapped(rid[0]), column)
    return {who for begins, who in people_of(naive, rid) if about in (None, begins)}


def about_whom(naive: Company, cell: Cell) -> set[Person]:
    """Return about whom a cell is; about all whose row it is where that is unknown."""
    return surely_about(naive, cell) or {*owners(naive, cell[0])}
