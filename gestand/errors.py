"""The one exception tree.

GestandError          something a person can act on: the text says what, where, what now
+ CannotRun           a file, a database or a setting is missing: exit code 2
  + StoreBusy         another program keeps a database locked: try again
"""

from __future__ import annotations


class GestandError(Exception):
    """The command could not do its work."""


class CannotRun(GestandError):
    """A file, a database or a setting that the command needs is not there."""


class StoreBusy(CannotRun):
    """Another program keeps a database of the organisation locked."""
