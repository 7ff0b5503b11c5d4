"""The forms in which an identifier hides in stored text, and what a database can filter by.

Of each identifier two things are made. Patterns say exactly where it stands: as it is, with other
capitals, accents and spaces, escaped as JSON, URLs, HTML or mail escape it, in base64 and in hex.
`likes` are for the LIKE of a database: each is met by every text that a pattern is met by, and by
others. They hold letters and digits of ASCII only, since these are never escaped, and everything
in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from gestand.core.residue.encoded import base64_of, hex_of, spellings
from gestand.core.residue.escaped import escaped, number_spaced
from gestand.core.residue.uuids import in_text, uuid_bytes

_RUN = re.compile(r"[a-z0-9]+")
_SAME = re.compile(r"[ -!#-.0-\[\]-~]+")
"""What no spelling writes in another way: ASCII but for what JSON and PHP escape."""
_SEPARATED = re.compile(r"[\w\s().+/-]+", re.ASCII)
_ACCOUNT = re.compile(r"[a-z]{2}\d{2}[a-z0-9]{11,30}")
_MARKS = (
    (re.compile(r"\\+u[0-9a-f]{4}|\\+[^\w\s]|\\+[nrt]", re.IGNORECASE), "json"),
    (re.compile(r"%(?:25)*[0-9a-f]{2}", re.IGNORECASE), "url"),
    (re.compile(r"&(?:amp;)*#?\w+;", re.IGNORECASE), "html"),
    (re.compile(r"=[0-9a-f]{2}", re.IGNORECASE), "mail"),
)
_LEAST, _LEAST_DIGITS, _MANY_DIGITS, _TAIL, _LONG_PART = 5, 7, 7, 9, 6


class Form(Enum):
    """How an identifier stands in a value; the first that fits is told."""

    AS_IT_IS = "as it is"
    OTHER_CASE = "in other capitals"
    OTHER_LETTERS = "with other accents or spaces"
    JSON = "escaped for JSON"
    URL = "escaped for a URL"
    HTML = "escaped for HTML"
    MAIL = "escaped for mail"
    SPACED = "with other punctuation"
    BASE64 = "in base64"
    HEX = "in hexadecimal"
    UTF_16 = "in UTF-16"
    UUID = "as the bytes of a UUID"
    PACKED = "in a compressed value"
    IN_A_WORD = "inside a longer word"
    FILE_NAME = "in the name of a file"


@dataclass(frozen=True)
class Sought:
    """An identifier that is looked for; `whole` where it counts as the whole of a value only."""

    text: str
    whole: bool = False

    @property
    def too_short(self) -> bool:
        """Whether it would stand in texts about anybody: only as a whole value does it count."""
        letters = "".join(filter(str.isalnum, self.text))
        return len(letters) < (_LEAST_DIGITS if letters.isdigit() else _LEAST)

    @property
    def is_number(self) -> bool:
        """Whether it may stand in a column of numbers."""
        return self._number is not None or self.text.strip().isdigit()

    def form_in(self, text: str) -> Form | None:
        """Return the form in which it stands in a text; None where it does not."""
        if self.whole:
            found = self._plain.fullmatch(text.strip())
            return self._told(found[0]) if found else None
        inside = False
        for found in self._plain.finditer(text):
            if not _in_a_word(text, found):
                return self._told(found[0])
            inside = True
        joined = text.replace("\r", "").replace("\n", "")
        form = next((form for pattern, form in self._others if pattern.search(joined)), None)
        return form or (Form.IN_A_WORD if inside else None)

    def form_in_bytes(self, data: bytes) -> Form | None:
        """Return the form in which it stands in bytes that may be text in some encoding."""
        orders = uuid_bytes(self.text)
        if data in orders or (not self.whole and any(each in data for each in orders)):
            return Form.UUID
        form = self.form_in(data.decode("utf-8", "replace"))
        if form is None and not self.text.isascii():
            form = self.form_in(data.decode("latin-1"))
        if form is not None or self.whole:
            return form
        turned = (part.decode(order, "replace") for part in (data, data[1:]) for order in _ORDERS)
        return Form.UTF_16 if any(self.form_in(text) for text in turned) else None

    @cached_property
    def likes(self) -> tuple[str, ...]:
        """For texts in lower case, without ends of lines: each text that it is in meets one."""
        if self.whole:
            runs = "".join(c if _RUN.fullmatch(c) else "%" for c in self.text.lower())
            return (runs, f" %{runs}", f"{runs} %", f" %{runs} %")
        return tuple(dict.fromkeys(self._likes()))

    @cached_property
    def byte_likes(self) -> tuple[str, ...]:
        """For bytes written in hexadecimal, in lower case."""
        orders = [data.hex() for data in uuid_bytes(self.text)]
        if self.whole:
            return (*map(_in_hex, self.likes), *orders)
        found = [*map(_in_hex, self.likes), _in_hex(self._runs, "00")]
        return tuple(dict.fromkeys([*found, *(f"%{data}%" for data in orders)]))

    @cached_property
    def _runs(self) -> str:
        """The runs of its letters and digits, in their order."""
        return "%".join(["", *_RUN.findall(self._lower), ""])

    @property
    def _lower(self) -> str:
        """Its letters in lower case; what becomes a letter of ASCII by that is none."""
        return "".join(c.lower() if c.isascii() else c for c in spellings(self.text)[0])

    def _likes(self) -> Iterator[str]:
        yield self._runs
        if self._number is not None:
            yield "%".join(["", *self._number, ""])
        for part in self._parts:
            yield f"%{hex_of(part).like}%"
            yield from (f"%{base64_of(part, shift).like}%" for shift in range(3))
        yield from (f"%{each.like}%" for coded in in_text(self.text) for each in coded)

    @property
    def _parts(self) -> tuple[str, ...]:
        """A part that stands in every spelling as it is, where there is a long one; else all.

        To look for the part lets a few more values through, and asks a tenth as often.
        """
        longest = max(_SAME.findall(self._lower), key=len, default="")
        return (longest,) if len(longest) >= _LONG_PART else spellings(self.text)

    @cached_property
    def _plain(self) -> re.Pattern[str]:
        return re.compile(escaped(self.text), re.IGNORECASE)

    @cached_property
    def _others(self) -> tuple[tuple[re.Pattern[str], Form], ...]:
        found: list[tuple[re.Pattern[str], Form]] = []
        if self._number is not None:
            found.append((re.compile(number_spaced(self._number), re.IGNORECASE), Form.SPACED))
        written, coded = in_text(self.text)
        found += [(re.compile(each.pattern, re.IGNORECASE), Form.HEX) for each in written]
        found += [(re.compile(each.pattern), Form.BASE64) for each in coded]
        for spelling in spellings(self.text):
            found.append((re.compile(hex_of(spelling).pattern, re.IGNORECASE), Form.HEX))
            each = (base64_of(spelling, shift).pattern for shift in range(3))
            found += [(re.compile(pattern), Form.BASE64) for pattern in each]
        return tuple(found)

    @cached_property
    def _number(self) -> str | None:
        """The letters and digits of an account number, or the last digits of a telephone number.

        Before the last nine may stand a country code, a zero, or nothing.
        """
        plain = "".join(filter(str.isalnum, self.text)).lower()
        if not plain.isascii() or not _SEPARATED.fullmatch(self.text):
            return None
        if _ACCOUNT.fullmatch(plain):
            return plain
        return plain[-_TAIL:] if plain.isdigit() and len(plain) >= _MANY_DIGITS else None

    def _told(self, found: str) -> Form:
        """Return the form of a text that the plain pattern is met by."""
        if found == self.text:
            return Form.AS_IT_IS
        if found.casefold() == self.text.casefold():
            return Form.OTHER_CASE
        marked = (Form[name.upper()] for mark, name in _MARKS if mark.search(found))
        return next(marked, Form.OTHER_LETTERS)


_ORDERS = ("utf-16-le", "utf-16-be")


def _in_a_word(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()][-1:], text[found.end() : found.end() + 1]
    first, last = found[0][:1], found[0][-1:]
    return (first.isalnum() and before.isalnum()) or (last.isalnum() and after.isalnum())


def _in_hex(like: str, between: str = "") -> str:
    """Return a LIKE for the same text written in hexadecimal; `between` stands after each byte."""
    parts = re.findall(r"[a-z0-9_]+|%", like)
    return "".join(p if p == "%" else between.join(map(_byte, p)) for p in parts)


def _byte(character: str) -> str:
    if character == "_":
        return "__"
    code = f"{ord(character):02x}"
    return f"_{code[1]}" if character.isalpha() else code
