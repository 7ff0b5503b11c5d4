"""Keep the answers of a person to the questions about a draft, so that they go on another day.

They stand beside the draft, by the name of the question: names of tables and categories, periods,
yes and no; and, as in the policy, what the organisation is called and where it is reached.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gestand.errors import CannotRun

FILE = "init-answers.json"


@dataclass
class Answers:
    """The answers so far, and the file in which they are kept."""

    path: Path
    given: dict[str, str] = field(default_factory=dict)

    @classmethod
    def kept_in(cls, into: Path) -> Answers:
        """Return the answers that were given before; CannotRun where they cannot be read."""
        path = into / "privacy" / FILE
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls(path)
        except (OSError, ValueError) as error:
            message = f"{path} cannot be read: take it away to begin anew"
            raise CannotRun(message) from error
        if not isinstance(told, dict) or not all(isinstance(one, str) for one in told.values()):
            message = f"{path} holds no answers: take it away to begin anew"
            raise CannotRun(message)
        return cls(path, told)

    def keep(self, answers: Mapping[str, str]) -> None:
        """Keep answers, by the names of their questions: whoever stops now has lost nothing."""
        if not answers:
            return
        self.given |= answers
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(self.given, indent=1, ensure_ascii=False) + "\n"
            self.path.write_text(text, encoding="utf-8")
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            message = f"{self.path}: cannot be written: {reason}"
            raise CannotRun(message) from error
