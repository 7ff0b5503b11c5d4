"""A message that came in, as far as its kind can be told from it; and what it was found to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from gestand.core.rights_rules import Right


@dataclass(frozen=True)
class Message:
    """What stands in a message.

    `answers` are the names (Message-ID) of those to which it is an answer, `reported` of those that
    a mail server says it could not deliver. `return_path` is None where nobody wrote one down.
    `headers` are those that tell of programs, by their names in small letters. `checks` is what the
    trusted server found of the sender, by method; `attachments` are counted and not looked into.
    """

    subject: str
    text: str
    sender: str = ""
    message_id: str = ""
    answers: tuple[str, ...] = ()
    return_path: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    is_report: bool = False
    reported: tuple[str, ...] = ()
    attachments: int = 0
    checks: Mapping[str, str] = field(default_factory=dict)
    is_unreadable: bool = False


class Kind(Enum):
    """What a message is."""

    REQUEST = "request"
    QUESTION = "question"
    OTHER = "other"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    LOOP = "loop"
    SPAM = "spam"


NOT_OF_PEOPLE = frozenset({Kind.AUTOMATIC, Kind.BOUNCE, Kind.LOOP, Kind.SPAM})
"""These are answered by nobody; they can be looked through."""


@dataclass(frozen=True)
class Asked:
    """A right that a message asks for: how sure that is, from 0 to 1, and by which rules."""

    right: Right
    sure: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class Recognised:
    """What a message was found to be; `doubts` are why a person has to look at it."""

    kind: Kind
    asked: tuple[Asked, ...] = ()
    because: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    language: str = "nl"
