"""A letter about a request while somebody writes it: seen as a whole, and sent as it was seen.

A page of officers and the API write letters by this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from gestand.core.letters import FRAMES, Written
from gestand.core.policy.model import Policy
from gestand.work.keyring import Keyring
from gestand.work.letter_items import decided_in
from gestand.work.letters import as_text, letter, told_by
from gestand.work.mails import Mail
from gestand.work.package_codes import to_who_asked
from gestand.work.project import Project
from gestand.work.sending import Outgoing, Sender, send

_OTHERWISE = frozenset({
    "identity code", "sign-in code", "package code", "shared address", "sign-in changed",
    "passkey copied", "new version", "period over", "to recipient", "to processor",
    "to publisher",
})  # fmt: skip
"""Letters that go when something else is done, or to somebody who asked nothing."""

OF_REQUESTS = tuple(name for name in FRAMES["en"].letters if name not in _OTHERWISE)
"""The letters that somebody writes about a request, by their names."""


@dataclass(frozen=True)
class Draft:
    """A letter about a request by its number: `typed` by gap, and `known` from what is on record.
    """

    number: int
    name: str
    language: str
    typed: Mapping[str, str] = field(default_factory=dict, repr=False)
    known: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def gaps(self) -> list[str]:
        """The gaps that somebody has to fill."""
        gaps = FRAMES[self.language].letters[self.name].gaps
        return [gap for gap in gaps if not self.known.get(gap)]

    @property
    def given(self) -> dict[str, str]:
        """What was typed for each of them."""
        typed = {gap: self.typed.get(gap, "").strip() for gap in self.gaps}
        return {gap: self._within(gap, text) for gap, text in typed.items() if text}

    @property
    def lacks(self) -> list[str]:
        """The gaps that nobody filled yet."""
        return [gap for gap in self.gaps if gap not in self.given]

    def _within(self, gap: str, text: str) -> str:
        """Return what was typed without its full stop, where the letter has one after the gap."""
        paragraphs = FRAMES[self.language].letters[self.name].paragraphs
        ends = any(f"{{{gap}}}." in paragraph for paragraph in paragraphs)
        return text.removesuffix(".") if ends else text

    def written(self, policy: Policy) -> Written:
        """Return the letter; CannotRun where a gap is not filled."""
        return letter(policy, self.language, self.name, self.given, self.known)


def on_record(project: Project, country: str, draft: Draft) -> Draft:
    """Return a letter with its days and its right; CannotRun where there is no such request."""
    return replace(draft, known={**draft.known, **told_by(project, draft.number, country)})


def as_decided(keyring: Keyring, policy: Policy, draft: Draft) -> Draft:
    """Return a letter with what was decided; CannotRun where that cannot be told."""
    told = decided_in(keyring, policy, draft.name, draft.number, draft.language)
    return replace(draft, known={**draft.known, **told})


def code_of(written: Written | None) -> str:
    """Return what stands for a letter as it reads."""
    text = as_text(written) if written is not None else ""
    return sha256(text.encode()).hexdigest()[:16]


def send_draft(keyring: Keyring, sender: Sender, draft: Draft, seen: tuple[Written, str]) -> Mail:
    """Send a letter as it was seen, to an address; without one it goes to who asked."""
    written, to = seen
    going = Outgoing(draft.number, draft.name, to, written)
    return send(keyring.journal, sender, to_who_asked(keyring, going, to))
