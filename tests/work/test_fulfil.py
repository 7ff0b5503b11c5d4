"""A request that is carried out: killed at any moment, or overtaken, and carried on."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from gestand.core.facts import Person, RestrictionPlaced
from gestand.core.request import What
from gestand.core.rights_facts import TELLING
from gestand.core.rights_rules import Right
from gestand.errors import CannotRun
from gestand.work.fulfil import fulfil
from gestand.work.keyring import Keyring
from gestand.work.rights import NotPossible, Step
from gestand.work.rights_facts import asked
from gestand.work.rights_kept import Kept, request_known
from gestand.work.verify import look_through
from tests.acceptance.killing import Countdown, in_a_child
from tests.work.test_rights import ANN, DAY, TERMS, new, ring, settled, then

CARRY_OUT = Step(What.CARRY_OUT, {}, DAY, TERMS)
BO = Person("customer", 2)


def granted(keyring: Keyring, right: Right = Right.ACCESS) -> Kept:
    seen = settled(keyring, new(keyring, right)[0])
    return then(keyring, seen, What.DECIDE, item="everything", outcome="granted")


def carried_out(
    keyring: Keyring, do: Callable[[], None], *who: Person, after: Callable[[], None] | None = None
) -> Kept:
    seen = request_known(keyring.journal.state, 1)
    every = (do,) if after is None else (do, after)
    return fulfil(keyring, seen, CARRY_OUT, who or (BO, ANN), *every)


def add_a_line(folder: Path, name: str = "answer") -> None:
    with (folder / name).open("a", encoding="utf-8") as answer:
        answer.write("done\n")


def both(folder: Path, keyring: Keyring) -> None:
    after = partial(add_a_line, folder, "handed over")
    carried_out(keyring, partial(add_a_line, folder), after=after)


def once(folder: Path) -> None:
    with ring(folder) as keyring:
        both(folder, keyring)


@pytest.mark.parametrize("right", [Right.PORTABILITY, Right.RESTRICTION])
def test_killed_at_any_moment_it_goes_on_to_the_same_end(tmp_path: Path, right: Right) -> None:
    founding = tmp_path / "founding"
    founding.mkdir()
    with ring(founding) as keyring:
        granted(keyring, right)
    for moment in count(1):
        folder = Path(shutil.copytree(founding, tmp_path / str(moment)))
        stopped = in_a_child(partial(once, folder), Countdown(moment, int(signal.SIGKILL), on=True))
        with ring(folder) as keyring:
            if request_known(keyring.journal.state, 1).row.state != "carried out":
                both(folder, keyring)
            kept = request_known(keyring.journal.state, 1)
            assert (kept.row.state, kept.row.version, len(kept.events)) == ("carried out", 4, 4)
            assert keyring.journal.state.steps() == []
            assert look_through(keyring.journal).wrong == ()
            told = asked(keyring.journal.state, (), DAY)
            assert [type(fact) for fact in told] == [RestrictionPlaced] * (right in TELLING)
        said = [(folder / name).read_text("utf-8") for name in ("answer", "handed over")]
        assert sorted(said)[0] == "done\n" and {*said} <= {"done\n", "done\ndone\n"}
        if not stopped:
            break
    assert moment > 3


def test_what_was_done_is_not_done_again_when_somebody_went_on_meanwhile(tmp_path: Path) -> None:
    with ring(tmp_path) as keyring:
        seen = granted(keyring)

        def overtaken() -> None:
            add_a_line(tmp_path)
            then(keyring, seen, What.EXTEND, reason="complex")

        with pytest.raises(CannotRun, match="look again"):
            carried_out(keyring, overtaken)
        assert request_known(keyring.journal.state, 1).row.state == "decided"
        kept = carried_out(keyring, partial(add_a_line, tmp_path))
        assert (kept.row.state, kept.row.version) == ("carried out", 5)
        assert (tmp_path / "answer").read_text("utf-8") == "done\n"
        assert keyring.journal.state.steps() == []


def test_what_cannot_be_done_leaves_the_request_as_it_was(tmp_path: Path) -> None:
    def fail() -> None:
        message = "the store is away"
        raise CannotRun(message)

    with ring(tmp_path) as keyring:
        before = granted(keyring)
        with pytest.raises(CannotRun, match="the store is away"):
            carried_out(keyring, fail)
        with pytest.raises(NotPossible, match="not known to be of that person"):
            carried_out(keyring, partial(add_a_line, tmp_path), BO)
        assert request_known(keyring.journal.state, 1) == before
        assert not (tmp_path / "answer").exists()
