"""Mail that goes nowhere: it is shown where a program runs, to try something out on one machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from gestand.post.base import Fate, Told


@dataclass(frozen=True)
class ShownPost:
    """Shows the text of each message, with its address: whoever sees it reads their mail."""

    show: Callable[[str], None]

    def send(self, sender: str, to: str, message: bytes) -> Told:
        """Show one message; it counts as sent."""
        read = BytesParser(EmailMessage, policy=default).parsebytes(message)
        body = read.get_body(("plain",))
        text = body.get_content() if body is not None else ""
        self.show(f"To {to} from {sender}: {read['Subject']}\n\n{text}")
        return Told(Fate.SENT)
