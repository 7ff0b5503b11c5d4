"""What a policy says about its recipients, against itself and against its statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gestand.core.findings import Finding
from gestand.core.found import shown, span_of
from gestand.core.policy.model import Policy, Recipient, Role
from gestand.core.policy.sentences import Statement
from gestand.core.recipients import how_a_kind_is_named, overlaps

CODES = {
    "G239": "a recipient gets what no purpose of it declares",
    "G240": "the role of a recipient is not that of its kind",
    "G245": "a processor may take longer than 24 hours to tell of a breach",
}

NOTICE = 24
"""So many hours a processor has at most to tell of a breach; our own choice.

The hours of article 33(1) GDPR run from when the controller knows; what comes late leaves no time.
"""


def check_recipients(policy: Policy, statements: Mapping[str, Statement]) -> list[Finding]:
    """Return what is wrong in the recipients of a policy, on whatever day."""
    found: list[Finding] = []
    for recipient in policy.recipients.values():
        found += overlaps(recipient)
        found += _undeclared(policy, recipient)
        found += _another_role(policy, recipient)
        found += _slow_to_tell(recipient)
    for statement in statements.values():
        found += _unnamed(policy, statement)
    return found


def _undeclared(policy: Policy, recipient: Recipient) -> Iterator[Finding]:
    """Yield each category that it gets, or that is in one, and that no purpose of it declares."""
    purposes = [name for name in recipient.purposes if name in policy.purposes]
    if not purposes or len(purposes) < len(recipient.purposes):
        return
    declared = policy.declared_categories(*purposes)
    for name in recipient.gets:
        inner = (policy.categories[one] for one in policy.expand(name))
        missing = sorted(c.id for c in inner if not c.contains and c.id not in declared)
        if name in declared or not missing:
            continue
        listed = ", ".join(f"`{one}`" for one in missing)
        message = f"recipient `{recipient.id}` gets {listed}, which none of its purposes declares"
        hint = "take it out of `gets:`, or name the purpose that needs it under `for:`"
        yield Finding(span_of(name, recipient.span), "G239", message, shown(name), hint)


def _another_role(policy: Policy, recipient: Recipient) -> Iterator[Finding]:
    """Yield where the statement says of its kind that it is a processor, and it is not, or is."""
    of_kind = recipient.kind in policy.processors
    alike = of_kind == (recipient.role is Role.PROCESSOR)
    if alike or recipient.kind not in policy.recipient_kinds:
        return
    among = "stands" if of_kind else "does not stand"
    message = (
        f"recipient `{recipient.id}` is a {recipient.role.value}, and its kind {among} among the "
        "`processors`"
    )
    hint = "give it the role of its kind, or a kind of its own"
    yield Finding(recipient.span, "G240", message, recipient.kind, hint)


def _slow_to_tell(recipient: Recipient) -> Iterator[Finding]:
    """Yield each agreement by which a processor tells late of a breach (article 28(3)(f))."""
    for agreement in recipient.agreements if recipient.role is Role.PROCESSOR else ():
        hours = agreement.says.get("f", "").partition(" ")[0]
        if hours.isdecimal() and int(hours) > NOTICE:
            message = f"`{recipient.id}` may take {hours} hours to tell of a breach"
            hint = f"agree on at most {NOTICE} hours: yours run from when you know"
            yield Finding(agreement.span, "G245", message, hours, hint)


def _unnamed(policy: Policy, statement: Statement) -> Iterator[Finding]:
    """Yield the recipients whose kind is not in the list of kinds that a statement gives."""
    unnamed = unnamed_kinds(policy, [statement])
    for recipient in policy.recipients.values():
        if recipient.kind in unnamed:
            message = (
                f"`{statement.file.rpartition('/')[2]}` lists kinds of recipients, and not "
                f"`{recipient.kind}`, the kind of `{recipient.id}`"
            )
            span = span_of(recipient.kind, recipient.span)
            hint = how_a_kind_is_named(recipient.kind)
            yield Finding(span, "G238", message, recipient.kind, hint)


def unnamed_kinds(policy: Policy, statements: Iterable[Statement]) -> frozenset[str]:
    """Return the kinds of recipients that some statement, which lists kinds, leaves out."""
    return frozenset[str]().union(*(_left_out(policy, one) for one in statements))


def _left_out(policy: Policy, statement: Statement) -> set[str]:
    calls = list(statement.placeholders())
    named = {call.argument for call in calls if call.form.name == "kind"}
    if any(call.form.name == "processors" for call in calls):
        named |= set(policy.processors)
    return {*policy.recipient_kinds} - named if named else set()
