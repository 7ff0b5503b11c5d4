"""A message as plain values, for programs: the same by a command and over the API."""

from __future__ import annotations

from datetime import date
from typing import Any

from gestand.core.mail import Stage, Way
from gestand.work.mails import Mail
from gestand.work.sealed_mail import Words


def message_told(mail: Mail, day: date, words: Words | None = None) -> dict[str, Any]:
    """Return a message for machines; nobody is named in it but in `words`."""
    row, told = mail.row, mail.told
    names = ("kind", "rights", "because", "doubts", "checks", "attachments", "received", "due")
    came = {name: told.get(name) for name in names} if mail.way is Way.IN else {}
    said = {"from": words.sender, "subject": words.subject, "text": words.text} if words else None
    return {
        "number": row.number,
        "way": row.way,
        "stage": row.stage,
        "at": row.at,
        "request": row.request or None,
        "thread": row.thread,
        "letter": told.get("matter"),
        "message id": told.get("message_id"),
        "why": told.get("why"),
        **came,
        "overdue": mail.stage is Stage.WAITING and day.isoformat() > told["due"],
        "words": said,
    }
