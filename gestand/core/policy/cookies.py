"""Read the cookies of a policy: what each is for, its class, how long it stays and where."""

from __future__ import annotations

from gestand.core.calendar import Period
from gestand.core.document import Fields, Node
from gestand.core.entries import Reader
from gestand.core.found import Found, Word, shown, span_of
from gestand.core.policy import keys
from gestand.core.policy.model import Basis, Cookie, CookieClass, Policy

CODES = {
    "G247": "a cookie waits for a consent that nobody asks",
}

SESSION = "session"
"""The lifetime of a cookie that goes when the browser is closed."""



def read_cookies(reader: Reader, node: Node | None) -> dict[str, Cookie]:
    """Return the cookies by name.

    `class` beside them counts for all that say nothing else. Names that could be taken for a
    key stand under `items`.
    """
    if isinstance(node, Fields) and any(key.text == "items" for key, _ in node.fields):
        entry = reader.entry(node, "the cookies", keys.COOKIES_UNDER_ITEMS)
        named = reader.named(entry.get("items"), "cookie", any_name=True)
    else:
        entry = reader.entry(node, "the cookies", keys.COOKIES)
        named = reader.names(entry, "COOKIE", any_name=True)
    common = entry.get("class")
    shared = _class(reader, common) if common else None
    return {name: _cookie(reader, name, value, shared) for name, value in named.items()}


def check_cookies(policy: Policy, found: Found) -> None:
    """Check that a cookie that waits for consent waits for that of a purpose that asks it."""
    waiting = [one for one in policy.cookies.values() if one.consent]
    found.known("purpose", ((one.consent, one.span) for one in waiting), policy.purposes)
    for one in waiting:
        purpose, span = policy.purposes.get(one.consent), span_of(one.consent, one.span)
        if one.kind is CookieClass.FUNCTIONAL:
            message = f"cookie `{shown(one.name)}` is needed, and waits for consent all the same"
            hint = "give it another `class`, or take `consent` out"
            found.add(span, "G247", message, one.consent, hint)
        elif purpose is not None and purpose.basis is not Basis.CONSENT:
            message = f"purpose `{shown(one.consent)}` does not rest on consent"
            found.add(span, "G247", message, one.consent, "write `basis: consent` there")


def _cookie(reader: Reader, name: Word, node: Node, shared: CookieClass | None) -> Cookie:
    what = f"cookie `{shown(name)}`"
    entry = reader.entry(node, what, keys.COOKIE)
    hint = "add `class:` with one of " + ", ".join(f"`{one}`" for one in keys.CLASSES)
    own = entry.get("class") if "class" in entry.fields or shared else entry.need("class", hint)
    return Cookie(
        name=name,
        purpose=reader.phrases(entry.need("for"), f"the purpose of {what}"),
        kind=_class(reader, own) if own else shared or CookieClass.TRACKING,
        lifetime=_lifetime(reader, entry.need("lifetime")),
        host=reader.text(entry.need("host")) or "",
        consent=reader.text(entry.get("consent"), "purpose") or "",
        span=name.span,
    )


def _class(reader: Reader, node: Node) -> CookieClass:
    """Return a class; what cannot be read counts as the class that needs consent."""
    return CookieClass(reader.choice(node, keys.CLASSES, CookieClass.TRACKING.value))


def _lifetime(reader: Reader, node: Node | None) -> Period | None:
    word = reader.text(node, "period")
    if word is None or word == SESSION:
        return None
    return reader.period_of(word, word.span)
