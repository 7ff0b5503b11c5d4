"""What stands against giving data to a recipient, wherever that is found."""

from __future__ import annotations

from dataclasses import dataclass

from gestand.core.findings import Finding, Span
from gestand.core.found import shown
from gestand.core.sayings import Saying


@dataclass(frozen=True)
class Lack:
    """Why data may not flow: what is missing, and in English what to do about it."""

    code: str
    why: Saying
    hint: str
    span: Span
    about: str = ""

    @property
    def message(self) -> str:
        """What is missing, in English."""
        return str(self.why)

    @property
    def finding(self) -> Finding:
        """Return it as a finding."""
        return Finding(self.span, self.code, self.message, shown(self.about), self.hint)
