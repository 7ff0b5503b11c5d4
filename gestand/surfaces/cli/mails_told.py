"""What is printed of messages: how far each has come, and what a person can do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gestand.core.mail import Stage, Way
from gestand.work.mails import Mail

_NOBODY_KNOWS = (
    "nobody knows whether it arrived; ask the person or look at the mail server, then "
    "`--number {0} --sent` or `--number {0} --again`"
)
_OUT = {
    Stage.BEGUN: f"it was going out and nobody heard the end: {_NOBODY_KNOWS}",
    Stage.UNKNOWN: _NOBODY_KNOWS,
    Stage.SENT: "sent",
    Stage.NOT_SENT: "not sent; send it again with `gestand send`",
    Stage.REFUSED: "refused, it did not arrive; another address or `--number {0} --again`",
    Stage.BOUNCED: "it came back and was not delivered; another address or `--number {0} --again`",
}


def fate(mail: Mail) -> str:
    """Return one line about a letter that went out."""
    row, told = mail.row, mail.told
    why = f" ({told['why']})" if told.get("why") and mail.stage is not Stage.SENT else ""
    said = _OUT[mail.stage].format(row.number)
    return f"Message {row.number}, letter `{told['matter']}` of request {row.request}: {said}{why}"


def line(mail: Mail) -> str:
    """Return one line about a message."""
    return fate(mail)


def record(mail: Mail) -> dict[str, Any]:
    """Return a message for machines; nobody is named in it."""
    row, told = mail.row, mail.told
    return {
        "number": row.number,
        "way": row.way,
        "stage": row.stage,
        "at": row.at,
        "request": row.request or None,
        "thread": row.thread,
        "letter": told.get("matter"),
        "message id": told.get("message_id") if mail.way is Way.OUT else None,
        "why": told.get("why"),
    }


def lines(found: list[Mail]) -> Iterator[str]:
    """Yield a line for each message."""
    yield from map(line, found)
