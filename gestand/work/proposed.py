"""Nothing is done on a declaration of which lines are only proposed (decision 079)."""

from __future__ import annotations

from collections.abc import Sequence

from gestand.core.counting import counted
from gestand.core.proposals import Proposal
from gestand.errors import CannotRun


def refuse_proposals(proposed: Sequence[Proposal], done: str) -> None:
    """Raise CannotRun where a line is only proposed; `done` is what would be done on it."""
    if proposed:
        first, many = proposed[0], counted(len(proposed), "line")
        message = (
            f"only proposed: {many} of the declaration, the first at {first.file}:{first.line}; "
            f"nothing is {done} on a guess; look at each and take its mark out "
            "(`gestand init --left` lists them)"
        )
        raise CannotRun(message)
