"""Who gives a command, where that has to be one of two people."""

from __future__ import annotations

from gestand.core.acting import as_known
from gestand.errors import CannotRun
from gestand.settings import decider
from gestand.work.project import Project


def refuse_unnamed(project: Project) -> None:
    """Refuse somebody who is not in officers.yaml, where there is one.

    An officer who acts on a page goes by their name there: under another one they were two people.
    """
    if project.officers is None:
        return
    if as_known(decider(), (officer.name for officer in project.officers)) is None:
        message = (
            "what takes two people is done by those of `privacy/officers.yaml`, and who you are is "
            "none of them: let GESTAND_USER be your name there"
        )
        raise CannotRun(message)


def name_of_officer(project: Project, name: str) -> str:
    """Return a name as officers.yaml has it; CannotRun for somebody else, where there is one."""
    if project.officers is None or not name:
        return name
    found = as_known(name, (officer.name for officer in project.officers))
    if found is None:
        message = "--acts-for names somebody of `privacy/officers.yaml`, as it stands there"
        raise CannotRun(message)
    return found
