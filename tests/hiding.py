"""Identifiers, and the ways in which programs hide them in what they store."""

from __future__ import annotations

import base64
import html
import json
import unicodedata
from collections.abc import Callable
from string import ascii_letters, ascii_lowercase, digits
from urllib.parse import quote, quote_plus

from hypothesis import strategies as st

from gestand.core.residue.forms import Sought

LETTERS = ascii_lowercase + "éüñçøłßčğÉ" + digits
WORDS = st.text(LETTERS, min_size=1, max_size=12)
ADDRESSES = st.builds(
    "{}.{}@{}.example".format,
    st.text(ascii_letters + digits + "+/'_-", min_size=1, max_size=10),
    WORDS,
    st.text(ascii_lowercase, min_size=3, max_size=8),
)
NAMES = st.lists(WORDS.map(str.title), min_size=2, max_size=4).map(" ".join)
IDENTIFIERS = (ADDRESSES | NAMES).map(str.strip).filter(lambda text: not Sought(text).too_short)

HIDING: dict[str, Callable[[str], str]] = {
    "plain": str,
    "in capitals": str.upper,
    "in small letters": str.lower,
    "with its accents apart": lambda text: unicodedata.normalize("NFD", text),
    "broken over lines": lambda text: text.replace(" ", "\r\n"),
    "in JSON": lambda text: json.dumps({"of": text}),
    "in JSON of PHP": lambda text: json.dumps({"of": text}).replace("/", "\\/"),
    "in JSON in JSON": lambda text: json.dumps(json.dumps({"of": text})),
    "in a URL": lambda text: f"https://delinde.example/?q={quote(text, safe='')}&n=1",
    "in a form": quote_plus,
    "in a URL in a URL": lambda text: quote(quote(text, safe=""), safe=""),
    "in HTML": lambda text: f"<p>{html.escape(text)}</p>",
    "in HTML by numbers": lambda text: text.encode("ascii", "xmlcharrefreplace").decode(),
    "in hexadecimal": lambda text: text.encode().hex(),
    "in hexadecimal capitals": lambda text: text.upper().encode().hex().upper(),
    **{
        f"in base64 behind {shift}": lambda text, shift=shift: base64.b64encode(
            b"x" * shift + text.encode() + b"y"
        ).decode()
        for shift in range(3)
    },
    "in base64 for URLs": lambda text: base64.urlsafe_b64encode(text.upper().encode()).decode(),
    "in base64 in mail": lambda text: base64.encodebytes(b"z" * 50 + text.encode()).decode(),
    "in JSON in base64": lambda text: base64.b64encode(json.dumps([text]).encode()).decode(),
    "in base64 in JSON": lambda text: json.dumps(base64.b64encode(text.encode()).decode()).replace(
        "/", "\\/"
    ),
}
"""Ways to hide a text that a column of texts can hold."""

IN_BYTES: dict[str, Callable[[str], bytes]] = {
    **{name: lambda text, hide=hide: hide(text).encode() for name, hide in HIDING.items()},
    "in UTF-16": lambda text: b"\0\1" + text.encode("utf-16-le"),
    "in UTF-16 of the other order": lambda text: b"\1" + text.encode("utf-16-be"),
}
NOISE = st.text(" .,:;-_@/<>&%=+" + "bdfghjkpqvwxyz", max_size=30)
"""What may stand around it, in which nobody's name does."""
