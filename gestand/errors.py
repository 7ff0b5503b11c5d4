"""The one exception tree.

GestandError          something a person can act on: the text says what, where, what now
+ CannotRun           a file, a database or a setting is missing: exit code 2
  + Declined          the other side surely did not take what was sent to it
  + Unsure            nobody can tell whether the other side has what was sent to it
  + StoreBusy         another program keeps a database locked: try again
  + StoreLost         the connection to a database was lost: it was stopped, or cannot be reached
    + InDoubt         and nobody can tell yet whether it kept what it was told to keep
"""

from __future__ import annotations


class GestandError(Exception):
    """The command could not do its work."""


class CannotRun(GestandError):
    """A file, a database or a setting that the command needs is not there."""


class StoreBusy(CannotRun):
    """Another program keeps a database of the organisation locked.

    `store` is its name, and `reason` says how it is locked.
    """

    def __init__(self, message: str = "", store: str = "", reason: str = "") -> None:
        super().__init__(message)
        self.store, self.reason = store, reason


class StoreLost(CannotRun):
    """The connection to a database of the organisation was lost.

    `store` is its name, and `reason` says how.
    """

    def __init__(self, message: str, store: str, reason: str) -> None:
        super().__init__(message)
        self.store, self.reason = store, reason


class InDoubt(StoreLost):
    """The connection was lost while a transaction was kept, and the store cannot be asked."""


class Declined(CannotRun):
    """The other side surely did not take what was sent to it."""


class Unsure(CannotRun):
    """Nobody can tell whether the other side has what was sent to it: a person finds out."""
