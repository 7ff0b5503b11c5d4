"""What holds of a request to erase, whatever the company and whoever asks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from gestand.core.access.told import Standing
from gestand.core.plan.steps import Erase, Recount, Redact
from gestand.work.rounds import nothing_is_left
from gestand.work.sweep import prepare
from tests.laws.registry import law
from tests.laws.scenes import Done, Scene, differing
from tests.laws.test_companies import Left, untouched
from tests.laws.test_telling import standings
from tests.oracle.company import Company, RowId, Via
from tests.oracle.oracle import Verdict, about_of, after, in_columns, value_in
from tests.oracle.reach import Person, forgotten, people_of, pointed_at

TEXT = re.compile(r"[\w-]+-x\b")
"""A text that stands in one row only, but for its copies."""


def rows_of(company: Company) -> Iterator[RowId]:
    """Yield every row that may be about somebody."""
    for table in company.personal_tables():
        yield from company.rows_of(table)


def owners(company: Company, rid: RowId) -> list[Person]:
    """Return everybody whose row it is; twice, who is that in two ways."""
    return [person for _, person in people_of(company, rid)]


def stands(left: Left, rid: RowId) -> bool:
    """Tell whether a row is there."""
    return rid[1] in left[rid[0]]


def nothing_stays_that_must_go(verdict: Verdict, done: Done) -> None:
    """Assert it; where a person is asked, rows may wait for the answer."""
    if done.asked:
        return
    left = done.left
    assert [rid for rid in verdict.erased if stands(left, rid)] == []
    kept = {
        (rid, column): left[rid[0]][rid[1]][column]
        for (rid, column), target in verdict.emptied.items()
        if stands(left, rid) and left[rid[0]][rid[1]][column] != target
    }
    assert kept == {}


def nothing_goes_that_must_stay(company: Company, verdict: Verdict, left: Left) -> None:
    """Assert it, asked or not."""
    for table, described in company.tables.items():
        for key, row in described.rows.items():
            if key not in left[table]:
                assert (table, key) in verdict.erased, f"{table} {key} went"
                continue
            changed = {c for c in row if left[table][key][c] != row[c]}
            lost = {c for c in changed if ((table, key), c) not in verdict.emptied}
            assert (table, key) in verdict.erased or not lost, f"{table} {key} lost {lost}"


@law("E1", "No residue: whatever only those own who ask goes, unless a ground holds it.")
def no_residue(scene: Scene) -> None:
    nothing_stays_that_must_go(scene.verdict, scene.erased)
    assert scene.erased.asked or not scene.verdict.asked


@law("E2", "No over-deletion: nothing goes that a ground holds, or that is somebody else's.")
def no_over_deletion(scene: Scene) -> None:
    nothing_goes_that_must_stay(scene.naive, scene.verdict, scene.erased.left)


def leading_nowhere(company: Company) -> set[tuple[RowId, str]]:
    """Return the filled pointers and edges at whose end no row stands."""
    found = set()
    for rid in rows_of(company):
        there = {column for column, _ in pointed_at(company, rid)}
        for column in company.tables[rid[0]].points:
            if column not in there and company.value(rid, column) is not None:
                found.add((rid, column))
    return found


def as_it_stands(company: Company, left: Left) -> Company:
    """Return the company with the rows that are left."""
    tables = {
        name: type(table)(table.key, table.columns, table.points, left[name])
        for name, table in company.tables.items()
    }
    return Company(company.versions, company.datamap, company.bindings, tables)


@law("E3", "Integrity: every edge that led to a row still does, or is empty.")
def integrity(scene: Scene) -> None:
    before = leading_nowhere(scene.naive)
    for left in (scene.erased.left, scene.together.left, scene.swept.left):
        assert leading_nowhere(as_it_stands(scene.naive, left)) <= before


@law("E4", "Survivors: a value about who asks is emptied, or has a ground that stands against it.")
def survivors(scene: Scene) -> None:
    if scene.erased.asked:
        return
    for rid in rows_of(scene.naive):
        if not stands(scene.erased.left, rid):
            continue
        words, row = scene.naive.mapped(rid[0]), scene.naive.row(rid)
        theirs = [begins for begins, who in people_of(scene.naive, rid) if who in scene.people]
        for column in in_columns(words):
            about = about_of(words, column)
            now = value_in(words, scene.erased.left[rid[0]][rid[1]], column)
            if (about is None and theirs) or about in theirs:
                emptied = is_empty(now) or now != value_in(words, row, column)
                assert emptied or scene.verdict.grounds.get((rid, column)), (rid, column)


@law("E5", "Frame: rows of others stay bit for bit, but for what follows a row or value that went.")
def frame(scene: Scene) -> None:
    for rid in rows_of(scene.naive):
        if not {*scene.people} & {*owners(scene.naive, rid)}:
            follows = {column for there, column in scene.verdict.emptied if there == rid}
            follows &= following(scene.naive, rid[0])
            assert untouched(scene.naive, rid, scene.erased.left, follows), rid


def following(company: Company, table: str) -> set[str]:
    """Return the counters of a table, and its copies of values in other rows."""
    return {*company.mapped(table).get("counts", ()), *company.mapped(table).get("copies", ())}


@law("E6", "Access after an erasure tells only what a ground holds, each value with its reason.")
def access_after_erasure(scene: Scene) -> None:
    if scene.erased.asked:
        return
    for rid, (step, row) in scene.told_after.items():
        for name, standing in standings(scene.company, step, row).items():
            assert standing is not Standing.LOOSE, (rid, name)


@law("E7", "Identifiers gone: what was removed stands in no column, nor in the file on the disk.")
def identifiers_gone(scene: Scene) -> None:
    left = [row for rows in scene.erased.left.values() for row in rows.values()]
    kept = {text for row in left for value in row.values() for text in TEXT.findall(str(value))}
    gone = {
        text
        for rid in scene.verdict.erased
        for column, value in scene.naive.row(rid).items()
        if not stands(scene.erased.left, rid) and column not in following(scene.naive, rid[0])
        for text in TEXT.findall(str(value))
    }
    assert gone & kept == set()
    for value in gone:
        assert value.encode() not in scene.bytes_after, value


@law("E8", "Commutation: one after the other is as both at once; a row kept by a pin goes later.")
def commutation(scene: Scene) -> None:
    if scene.erased.asked or scene.resumed.asked or scene.together.asked:
        return
    left = {table: dict(rows) for table, rows in scene.resumed.left.items()}
    waiting: set[RowId] = set()
    for table in scene.naive.personal_tables():
        for key in left[table].keys() - scene.together.left[table].keys():
            # Another row stood in the way when its person asked: the next sweep takes it.
            row = left[table].pop(key)
            words = scene.naive.mapped(table)
            assert all(is_empty(value_in(words, row, c)) for c in in_columns(words)), row
            waiting.add((table, key))
    # What is emptied when such a row goes waits for that sweep as well.
    for table, column in forgotten(scene.naive):
        for key, row in left[table].items():
            if scene.naive.follow((table, key), column) in waiting:
                left[table][key] = {**row, column: None}
    assert differing(left, scene.together.left) == []


def is_empty(value: object) -> bool:
    """Tell whether nothing is left of a value."""
    return value in (None, "", 0, "{}", "withdrawn") or str(value).startswith("erased-")


@law("E9", "Idempotence: the same request once more changes nothing.")
def idempotence(scene: Scene) -> None:
    assert scene.again.receipt.rows == 0
    assert differing(scene.again.left, scene.together.left) == []


@law("E10", "A request of nobody who is known changes nothing.")
def nobody(scene: Scene) -> None:
    kind = next(iter(scene.made.scheme.kinds))
    assert scene.changed_for((kind, 12345)) == 0


@law("E11", "Chunking: how many rows share a transaction makes no difference.")
def chunking(scene: Scene) -> None:
    verdict = scene.told_by_rules(*scene.everybody)
    nothing_stays_that_must_go(verdict, scene.together)
    nothing_goes_that_must_stay(scene.naive, verdict, scene.together.left)


def on_a_circle(company: Company, rid: RowId) -> bool:
    """Tell whether pointers lead from a row back to itself."""
    seen: set[RowId] = set()
    waiting = [there for _, there in pointed_at(company, rid)]
    while waiting:
        here = waiting.pop()
        if here == rid:
            return True
        if here not in seen:
            seen.add(here)
            waiting += [there for _, there in pointed_at(company, here)]
    return False


@law("E14", "Cycles: rows in a circle that only those own who ask go together.")
def cycles(scene: Scene) -> None:
    if scene.erased.asked:
        return
    for rid in scene.verdict.erased:
        if on_a_circle(scene.naive, rid):
            assert not stands(scene.erased.left, rid), rid


@law("E15", "To oneself: a row that is somebody's in two ways goes once, and counts once.")
def to_oneself(scene: Scene) -> None:
    twice = {
        rid
        for rid in scene.verdict.erased
        if any(owners(scene.naive, rid).count(person) > 1 for person in scene.people)
    }
    if scene.erased.asked:
        return
    for table in {rid[0] for rid in twice}:
        went = len(scene.naive.tables[table].rows) - len(scene.erased.left[table])
        assert _counted(scene.erased, Erase)[table] == went


@law("E16", "Monotone time: what was kept goes by itself once its last ground is over.")
def monotone_time(scene: Scene) -> None:
    verdict, expected, done = scene.later
    if not done.asked:
        assert differing(done.left, expected) == []
    assert done.asked or not verdict.asked
    if done.as_of == scene.as_of:
        # What went or was emptied was no ground of what stayed: the next run finds it held still.
        grounds = scene.told_by_rules(*scene.everybody).grounds
        for ((table, key), column), found in grounds.items():
            words = scene.naive.mapped(table)
            value = value_in(words, scene.naive.row((table, key)), column)
            # What is nobody's keeps no occasion of people who are known, and goes after it.
            if value is None or all(ground.named is None for ground in found):
                continue
            assert value_in(words, done.left[table][key], column) == value, (table, key, column)


def _counted(done: Done, *kinds: type) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in done.receipt.steps:
        if isinstance(each.step, kinds):
            found[each.step.table] += each.rows
    return found


@law("W1", "Receipt: it counts what is gone or changed, and leaves nothing alone by itself.")
def receipt(scene: Scene) -> None:
    before = scene.naive.tables
    for done in (scene.erased, scene.together, scene.swept):
        assert done.receipt.alone == 0, "nobody else wrote"
        went, changed = _counted(done, Erase), _counted(done, Redact, Recount)
        for table, described in before.items():
            left = done.left[table]
            assert went[table] == len(described.rows) - len(left), table
            differs = [key for key in left if left[key] != described.rows[key]]
            assert changed[table] >= len(differs), table
            assert bool(changed[table]) >= bool(differs), table


@law("C1", "Crash: a run that was stopped is taken up again to the same end.")
def crash(scene: Scene) -> None:
    verdict = scene.told_by_rules(*scene.others, naive=_after_first(scene))
    expected = after(_after_first(scene), verdict)
    most = scene.stopped.asked + _ends_that_went(scene, expected)
    assert scene.resumed.asked <= most, "a stop raised a question"
    if scene.erased.asked or scene.resumed.asked:
        return
    assert differing(scene.resumed.left, expected) == []


def _ends_that_went(scene: Scene, expected: Left) -> int:
    """Return how many occasions that stay lost the rows that say when they ended.

    Of each of these is asked. One that goes as well was emptied before, and is none any more.
    """
    count = 0
    for binding in scene.naive.bindings:
        staying = expected[binding.table]
        for via in (via for via in binding.vias if via.of is not None):
            states = (scene.erased.left, scene.stopped.left)
            before, now = ({*_pointed_at(left, via)} for left in states)
            there = scene.stopped.left[binding.table].items()
            lost = (key for key, row in there if row[binding.from_] and key in before - now)
            count += sum(key in staying for key in lost)
    return count


def _pointed_at(left: Left, via: Via) -> Iterator[object]:
    return (row[via.column] for row in left[via.of or ""].values())


def _is_cut(before: object, now: object) -> bool:
    """Tell whether a document is what is left of one."""
    texts = [{*TEXT.findall(str(value))} for value in (before, now)]
    return str(now).startswith("{") and texts[1] <= texts[0]


def _after_first(scene: Scene) -> Company:
    company = as_it_stands(scene.naive, scene.erased.left)
    for kind, key in scene.people:
        company.facts.append({"fact": "erasure asked", "who": f"{kind}:{key}", "when": scene.as_of})
    return company


@law("C2", "One receipt per run, stopped or not: each row that went is counted once in them.")
def one_receipt(scene: Scene) -> None:
    first, stopped, resumed = scene.receipts
    assert [first["entry"], stopped["entry"], resumed["entry"]] == [1, 2, 3]
    assert (first["status"], resumed["status"]) == ("done", "done")
    assert stopped["status"] == ("done" if scene.stopped.ended else "interrupted")
    both = Counter[str]()
    for step in (*stopped["steps"], *resumed["steps"]):
        if step["step"] == "Erase":
            both[f"{step['store']}.{step['table']}"] += step["rows"]
    for table, before in scene.erased.left.items():
        assert both[table] == len(before) - len(scene.resumed.left[table]), table


@law("C3", "Every state in between keeps integrity, and shows no more than before.")
def in_between(scene: Scene) -> None:
    stopped = scene.stopped.left
    assert leading_nowhere(as_it_stands(scene.naive, stopped)) <= leading_nowhere(scene.naive)
    for table, rows in stopped.items():
        for key, row in rows.items():
            first = scene.erased.left[table][key]
            new = {c for c in row if row[c] != first[c] and not is_empty(row[c])}
            new = {c for c in new if c not in following(scene.naive, table)}
            new = {c for c in new if not _is_cut(first[c], row[c])}
            assert new == set(), (table, key, new)


@law("K1", "A row that came in between goes with the next run, and takes nothing along that stays.")
def rows_in_between(scene: Scene) -> None:
    changed, done = scene.disturbed
    verdict = scene.told_by_rules(*scene.people, naive=changed)
    again = scene.after_that
    if done.asked or again.asked:
        return
    expected = after(changed, verdict)
    # The counter of a row that was going, and turned out to stay, is not looked at again.
    for table, key in scene.verdict.erased:
        for column in changed.mapped(table).get("counts", ()):
            if key in expected[table] and key in again.left[table]:
                expected[table][key][column] = again.left[table][key][column]
    left = {table: dict(rows) for table, rows in again.left.items()}
    for table, key in _not_over_any_more(scene, left, expected):
        del left[table][key]
    assert differing(left, expected) == []


def _not_over_any_more(scene: Scene, left: Left, expected: Left) -> set[RowId]:
    """Return the rows of occasions that were over, and are not by what is left of their ends.

    The row that told the end went; one that came in between tells a later end. Both stay, emptied,
    until that is over as well.
    """
    found = set()
    for binding in scene.naive.bindings:
        for via in (via for via in binding.vias if via.of is not None):
            going = {k for t, k in scene.verdict.erased if t == binding.table}
            going &= {*left[binding.table]} - {*expected[binding.table]}
            of = via.of or ""
            found |= {(binding.table, key) for key in going}
            came = (key for key, row in left[of].items() if row[via.column] in going)
            found |= {(of, key) for key in came if key not in expected[of]}
    return found


@law("K2", "What was changed in between counts as it is: nothing goes that a ground holds by then.")
def changes_in_between(scene: Scene) -> None:
    changed, done = scene.disturbed
    verdict = scene.told_by_rules(*scene.people, naive=changed)
    nothing_goes_that_must_stay(changed, verdict, done.left)
    assert leading_nowhere(as_it_stands(changed, done.left)) <= leading_nowhere(changed)


@law("K3", "One question says that nothing is left only where a plan finds nothing to change.")
def nothing_left(scene: Scene) -> None:
    if not scene.every_fourth(2):
        return
    branch, asked = scene.branch("left"), scene.erasing(*scene.people)
    for _ in range(4):
        with prepare(branch.company, asked) as prepared:
            assert not (prepared.plan.changes and nothing_is_left(prepared))
        if branch.stop(asked, 4).ended:
            return


@law("Q1", "No statement is sent once more because more people ask.")
def statements(scene: Scene) -> None:
    kinds = [{kind for kind, _ in people} for people in (scene.people, scene.everybody)]
    if kinds[0] == kinds[1]:
        # Of two questions of the same words the values say which it is; but not whom it is about.
        keys = {str(key).casefold() for _, key in scene.everybody}
        few, more = (
            Counter((text, tuple(v for v in values if str(v).casefold() not in keys))
                    for text, values in done.statements)
            for done in (scene.erased, scene.together)
        )
        assert [asked for asked in few if more[asked] > few[asked]] == []


@law("E18", "A plan does not depend on what was compiled for those who asked before.")
def compiled_before(scene: Scene) -> None:
    kept, anew = scene.planned_twice
    assert kept == anew


@law("E19", "Refused: of what was refused all stays as if nobody had asked, and the rest goes.")
def what_was_refused(scene: Scene) -> None:
    if not scene.every_fourth(1):
        return
    policy = scene.company.policy
    named = sorted(policy.categories)[scene.numbers[1] % len(policy.categories)]
    but = policy.expand(named)
    verdict = scene.told_by_rules(*scene.people, but=but)
    done = scene.branch("refused").run(replace(scene.erasing(*scene.people), spare=but))
    nothing_stays_that_must_go(verdict, done)
    nothing_goes_that_must_stay(scene.naive, verdict, done.left)
    assert done.asked or not verdict.asked
