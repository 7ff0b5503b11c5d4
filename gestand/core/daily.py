"""What has to be done every day to keep a statement: which commands, in which order, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gestand.core.datamap.model import DataMap
from gestand.core.policy.model import Basis, Policy, ToldAt


@dataclass(frozen=True)
class Duty:
    """Something that is done every day by a command; the folder of the organisation follows it.

    `left_out` says why it is not done here: it is empty where it is.
    """

    name: str
    does: str
    command: tuple[str, ...]
    left_out: str = ""


def duties(policy: Policy, datamap: DataMap, *, promises: bool = True) -> Iterator[Duty]:
    """Yield what is to be done every day, in the order in which one follows from the other.

    Without a statement there are no `promises` to look at.

    What people wrote counts before anything goes, and the alarms tell of what all the others left.
    """
    mailbox = "" if datamap.mail and datamap.mail.inbox else "the data map names no mailbox"
    yield Duty("mail", "take in what people asked by mail", ("mail", "--poll"), mailbox)
    consent = any(one.basis is Basis.CONSENT for one in policy.purposes.values())
    yield Duty(
        "consents", "bring the register and the columns of consents to agree",
        ("consents", "--agree"), "" if consent else "no purpose rests on consent",
    )
    sells = any(form.sells for table in datamap.tables.values() for form in table.forms)
    yield Duty(
        "orders", "ask what became of the payments that are open", ("form", "--settle-all"),
        "" if sells else "no form sells anything",
    )
    yield Duty("sweep", "remove what no ground holds any more", ("apply", "--yes"))
    told = any(one.notices != ToldAt() for one in policy.recipients.values())
    yield Duty(
        "notices", "tell processors and recipients what they must do", ("notices", "--send"),
        "" if told else "no recipient has `notices:` in the policy",
    )
    yield Duty("views", "make the views of purposes anew", ("views", "--refresh", "--in"))
    yield Duty(
        "webhooks", "tell programs what happened", ("webhooks", "--deliver"),
        "" if datamap.webhooks else "no program is to be told",
    )
    yield Duty("ledger", "look whether the ledger is what it was", ("verify",))
    yield Duty(
        "promises", "look whether each promise is kept", ("promises", "--red"),
        "" if promises else "there is no statement",
    )
    yield Duty("alarms", "name what a person must do", ("alarms",))


def on_request() -> Iterator[Duty]:
    """Yield what is done as well where somebody asks for it: it reaches beyond the organisation."""
    yield Duty("reach", "look how the sites and the address are reached", ("reach",))
    yield Duty("crawl", "compare what the sites leave with the policy", ("crawl",))
