"""Read what only the registers of processing tell, and check it (article 30 GDPR)."""

from __future__ import annotations

from gestand.core.datamap.model import DataMap
from gestand.core.document import Node
from gestand.core.entries import Reader
from gestand.core.found import Found, Word, shown, span_of
from gestand.core.policy import register_keys as keys
from gestand.core.policy.model import Party, Policy, Processing, Role, Words

CODES = {
    "G243": "a sub-processor is declared as something else than a processor",
    "G244": "data of customers are processed, and no measure of security is declared",
}


def read_party(reader: Reader, node: Node | None, what: str) -> Party | None:
    """Return whom a register names as `what`; None where nobody is."""
    if node is None:
        return None
    entry = reader.entry(node, what, keys.PARTY)
    return Party(
        name=reader.text(entry.need("name")) or "",
        email=entry.word("email") or "",
        post=entry.word("post") or "",
        phone=entry.word("phone") or "",
    )


def read_measures(reader: Reader, node: Node | None) -> dict[str, Words]:
    """Return the measures of security by name."""
    named = reader.named(node, "measure")
    return {name: reader.own_phrases(value, f"measure `{name}`") for name, value in named.items()}


def read_processing(reader: Reader, node: Node | None) -> dict[str, Processing]:
    """Return what is processed for customers, by name."""
    named = reader.named(node, "kind of processing")
    return {name: _processing(reader, name, value) for name, value in named.items()}


def _processing(reader: Reader, name: Word, node: Node) -> Processing:
    what = f"processing `{name}`"
    entry = reader.entry(node, what, keys.PROCESSING)
    people, data = entry.get("about"), entry.get("data")
    return Processing(
        id=name,
        title=reader.phrases(entry.need("title"), f"the title of {what}"),
        customers=reader.phrases(entry.need("for"), f"the customers of {what}"),
        customers_in=reader.text(entry.get("customers in"), "table") or "",
        people=reader.phrases(people, f"the people of {what}") if people else {},
        data=reader.phrases(data, f"the data of {what}") if data else {},
        sub_processors=reader.texts(entry.get("sub-processors"), "recipient"),
        measures=reader.texts(entry.get("measures"), "measure"),
        span=name.span,
    )


def check_processing(policy: Policy, found: Found) -> None:
    """Check what a policy says of the data of its customers."""
    each = policy.processing.values()
    taken_on = [(name, one.span) for one in each for name in one.sub_processors]
    found.known("recipient", taken_on, policy.recipients)
    found.known("measure", ((n, one.span) for one in each for n in one.measures), policy.measures)
    for name, span in taken_on:
        recipient = policy.recipients.get(name)
        if recipient is not None and recipient.role is not Role.PROCESSOR:
            message = f"sub-processor `{shown(name)}` is declared as a {recipient.role.value}"
            hint = "write `role: processor` there, or take it out here"
            found.add(span_of(name, span), "G243", message, name, hint)
    for one in each if not policy.measures else ():
        message = f"`{shown(one.id)}` is processed for customers, and no measure is declared"
        found.add(one.span, "G244", message, one.id, "add `measures:` to the policy")


def check_processing_map(policy: Policy, datamap: DataMap, found: Found) -> None:
    """Check that the tables in which customers are listed are in the data map."""
    listed = ((one.customers_in, one.span) for one in policy.processing.values())
    found.known("table", (each for each in listed if each[0]), datamap.tables)
