"""What a person says of a message that waits, or of a letter of which nobody knows the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from gestand.core.mail import Happens, Way
from gestand.core.policy.model import Policy
from gestand.core.rights_rules import Right
from gestand.errors import CannotRun
from gestand.settings import decider
from gestand.work.intake import confirm, put_away
from gestand.work.keyring import Keyring
from gestand.work.mails import Mail
from gestand.work.sending import settle

REQUEST, QUESTION, NOTHING = "request", "question", "nothing"
ARRIVED, AGAIN = "arrived", "again"

SAYS: Mapping[str, Happens] = {QUESTION: Happens.SEEN, NOTHING: Happens.DROP}
"""What happens to a message that asks for no right."""

SETTLES: Mapping[str, Happens] = {ARRIVED: Happens.ARRIVED, AGAIN: Happens.AGAIN}
"""What a person says of a letter."""


def say(
    keyring: Keyring, policy: Policy, seen: Mail, said: tuple[str, Sequence[Right]], today: date
) -> Mail:
    """Write down what a message is, or what became of a letter, and return it as it is then.

    `said` is one of the words above, with the rights of a request. Raises NotPossible where it was
    settled already, and CannotRun where that is not said of it.
    """
    word, rights = said
    if word == REQUEST:
        return confirm(keyring, policy, seen, rights, today)
    if word in SAYS:
        return put_away(keyring, seen, SAYS[word])
    if seen.way is Way.OUT:
        return settle(keyring.journal, seen, SETTLES[word], decider())
    message = f"message {seen.row.number} came in: say what it is"
    raise CannotRun(message)
