"""What values look like: shares of patterns, counted from samples that are then let go.

No value stays: what is known of a column afterwards is how many of its values looked like an
e-mail address, a telephone number, the result of a hash, and so on.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import ip_network

from gestand.core.credentials import is_credential

_LONGEST = 4_000
"""Characters of a value that are looked at."""

_EMAIL = re.compile(r"[^@\s<>\"]{1,64}@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+")
_LONGEST_IP = 45
_PHONE = re.compile(r"(?:\+|00)[1-9][\d ().-]{7,18}|0[1-9][\d ().-]{7,13}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}")
_HASHED = re.compile(
    r"\$(?:2[abxy]?|argon2\w*|[1567]|P|H|S|gy|y|apr1|md5|scrypt|(?:pbkdf2|bcrypt|shiro)\S*)\$\S+"
    r"|\{(?:SSHA|SHA|CRYPT|MD5|SMD5|PBKDF2|ARGON2|BLF|PLAIN|SCRYPT|X-)\S*\}\S+|\*[0-9A-F]{40}"
    r"|(?:pbkdf2[_:]|bcrypt|argon2|scrypt|sha1\$|sha256\$|md5\$|crypt\$|SCRAM-SHA)\S+"
    r"|\*[0-9A-Z*]\w*\S*\*\S+|:(?:[AB]|pbkdf2\w*|bcrypt|argon2\w*):\S+"
)
"""What programs and libraries write in front of the result of hashing a password."""

_SECRET = re.compile(
    r"eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*|(?:gh[opusr]|hf|npm|pypi|dop_v1|glpat|xox[abeprs])[_-][\w-]{16,}"
    r"|[sprw]k_(?:live|test)_\w{10,}|sk-[\w-]{20,}|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{35}"
    r"|SG\.[\w-]{16,}\.[\w-]{16,}|[a-z]{2,6}_[A-Za-z0-9]{32,}"
)
"""How services begin what lets programs in, so that it is recognised where it leaks."""

_HEX = re.compile(r"[0-9a-fA-F]{32,128}")
_RANDOM = re.compile(r"(?=\S*\d)(?=\S*[A-Za-z])[A-Za-z0-9_+/=.-]{24,}")
_UUID = re.compile(
    r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
    r"|[0-9a-fA-F]{12}[1-8][0-9a-fA-F]{3}[89abAB][0-9a-fA-F]{15}"
)
"""With its version and its variant where it has no dashes, as a random key seldom does."""

_ZONE = re.compile(
    r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/"
    r"[\w+/-]+|UTC|GMT"
)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_](?:[A-Z]{2}|[a-z]{2}|Hans|Hant|Latn|Cyrl))?")
_URL = re.compile(r"[a-z][a-z0-9+.-]{1,20}://\S+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?|\d\d[-/]\d\d[-/]\d{4}")
_TIME = re.compile(r"\d\d?:\d\d(?::\d\d(?:\.\d+)?)?")
_COMPANY = re.compile(
    r".*\b(?:B\.?V\.?|N\.?V\.?|Ltd|Limited|Inc|GmbH|LLC|VOF|Stichting|Vereniging|Foundation|Company)\b.*"
)
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+")
_DIGITS = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d"
)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_AGENT = re.compile(r"Mozilla/\d|Opera/\d|curl/\d|\w+/[\d.]+ \(")
_PHP = re.compile(r"(?:a|O|s):\d+:[{\"]")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4}){4,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_ZIP = re.compile(r"[1-9]\d{3} ?[A-Z]{2}")
_PERSON = re.compile(
    r"[A-ZÀ-Þ][a-zß-ÿ'’-]+(?: [A-Z]\.)?(?: (?:van|de|der|den|von|la|le|el|ten|ter|di|da))*"
    r"(?: [A-ZÀ-Þ][\w'’-]+){1,2}"
)
_MAILBOX = re.compile(
    r"(?:mailto:|acct:|smtp:)?[^@\s<>\"]{1,64}@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+"
    r"|[^<>@]{0,80}<[^@\s<>]+@[^@\s<>]+>(?:, ?[^<>@]{0,80}<[^@\s<>]+@[^@\s<>]+>)*",
    re.IGNORECASE,
)
"""An address as mail and calendars have it: with a name, a scheme, or several of them."""

_REVERSED = re.compile(
    r"(?:(?:van|de|der|den|von|la|le|ten|ter) )*[A-ZÀ-Þ][\w'’-]+, ?[A-ZÀ-Þ][\w'’. -]{0,30}"
    r"|(?:[A-ZÀ-Þ]\. ?){1,4}(?:(?:van|de|der|den|von|la|le|ten|ter) )*[A-ZÀ-Þ][\w'’-]+"
)
"""`Vries, Anna` and `A.B. de Vries`."""

_WITHIN = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_KEYS = re.compile(
    r"[\"'](?:\w*_)?(?:e?_?mail|phone|first_?name|last_?name|full_?name|user_?name|voornaam|achternaam"
    r"|address|street|birth\w*|iban|naam|adres|telefoon|ip)[\"']",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Looks:
    """How often values of one column looked like something, of `seen` that were not empty.

    `shares` are between 0 and 1. `apart` is the share of different values, `length` their mean
    length, `words` their mean number of words. `within` are patterns in what a coded value holds,
    `code` the code in which all of them are written, where it is one, and `repeats` the category of
    a column of people that has the same values.
    """

    seen: int = 0
    shares: dict[str, float] = field(default_factory=dict)
    apart: float = 0.0
    length: float = 0.0
    words: float = 0.0
    within: frozenset[str] = frozenset()
    code: str = ""
    repeats: str = ""

    def share(self, pattern: str) -> float:
        """Return the share of values that look like `pattern`."""
        return self.shares.get(pattern, 0.0)


UNSEEN = Looks()
"""What is known of a column of which no value was looked at."""


def looks(values: Iterable[object]) -> Looks:
    """Return what some values of a column look like; empty ones do not count."""
    texts = [text for text in map(_text, values) if text.strip()]
    if not texts:
        return UNSEEN
    counts: Counter[str] = Counter()
    within: set[str] = set()
    codes: Counter[str] = Counter()
    for text in texts:
        pattern = _pattern(text.strip())
        if pattern:
            counts[pattern] += 1
        if pattern in _CODES:
            within |= _inside(text)
            codes[_code(pattern, text)] += 1
        if len(text) < _NAME and is_credential(text):
            within.add(NAME_OF_CREDENTIAL)
    total = len(texts)
    return Looks(
        total,
        {name: count / total for name, count in counts.items()},
        len(set(texts)) / total,
        sum(map(len, texts)) / total,
        sum(len(text.split()) for text in texts) / total,
        frozenset(within),
        next((code for code, count in codes.items() if count == total), ""),
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)[:_LONGEST].decode("utf-8", "replace")
    if isinstance(value, dict | list):
        return json.dumps(value, default=str)[:_LONGEST]
    return str(value)[:_LONGEST]


DIGITS = "a moment in fourteen digits"
"""From the year to the second, without signs: `20261129080000`."""

INFINITY = "infinity"
"""What stands in place of such a moment where there is never to be one."""

SECRET = "a key or a token, by how it begins"
SECONDS, MILLISECONDS = "seconds since 1970", "milliseconds since 1970"
_BEGIN, _END = 1_000_000_000, 4_000_000_000
"""Seconds from September 2001 until 2096: what is written in our time."""


def _counts(text: str, per_second: int) -> bool:
    """Tell whether a number may be a moment of our time, counted since 1970."""
    plain = text.isascii() and text.isdigit() and len(text) < 15
    return plain and _BEGIN <= int(text) // per_second < _END


NAMES_ROW = "the name of a table and a number"
_ROW = re.compile(r"/?[A-Za-z_][\w.]*(?:/[A-Za-z_][\w.]*)*[,:/#|]\d{1,18}")

_CODES = ("json", "php", "base64")
_NAME = 60
NAME_OF_CREDENTIAL = "name of a credential"
"""Stands in `within` where a value is itself the name of one, as in a table of settings."""


def _pattern(text: str) -> str:
    """Return the first pattern that a value has as a whole, or an empty text."""
    return next((name for name, has in _PATTERNS if has(text)), "")


def _whole(form: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: form.fullmatch(text) is not None


def is_iban(text: str) -> bool:
    """Tell whether a text is an IBAN: its form, and the remainder by 97 (ISO 13616)."""
    plain = text.replace(" ", "")
    if not _IBAN.fullmatch(text) or not 15 <= len(plain) <= 34:
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def is_bsn(text: str) -> bool:
    """Tell whether nine digits pass the test of a Dutch citizen number."""
    digits = text.replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) == 9) or digits == "0" * 9:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 == 0


def _is_ip(text: str) -> bool:
    """Tell whether a text is an IP address, or a network of them."""
    if not 3 <= len(text) <= _LONGEST_IP or not {".", ":"} & {*text}:
        return False
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _is_secret(text: str) -> bool:
    """Tell whether a text lets somebody or something in, by how it begins."""
    private = text.startswith("-----BEGIN ") and "PRIVATE KEY-----" in text[:80]
    return private or _SECRET.fullmatch(text) is not None


def _is_json(text: str) -> bool:
    if text[0] not in "[{" or text[-1] not in "]}":
        return False
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _is_base64(text: str) -> bool:
    """Tell whether a text is base64 of what can be read: a random key is not."""
    return _BASE64.fullmatch(text) is not None and _unpacked(text) != ""


def _unpacked(text: str) -> str:
    try:
        found = b64decode(text, validate=True).decode("utf-8")
    except ValueError:
        return ""
    return found if found.isprintable() or "\n" in found else ""


def _code(pattern: str, text: str) -> str:
    """Return the code of a value, as the language calls it: what is in base64 may be coded too."""
    if pattern != "base64":
        return pattern
    inner = _unpacked(text.strip())
    return f"base64 {_pattern(inner)}" if _pattern(inner) in ("json", "php") else pattern


def _inside(text: str) -> set[str]:
    """Return the patterns of what a coded value holds."""
    inner = _unpacked(text.strip()) or text
    found = {"email"} if _WITHIN.search(inner) else set()
    return found | ({"keys"} if _KEYS.search(inner) else set())


_PATTERNS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", _whole(_EMAIL)),
    ("email", _whole(_MAILBOX)),
    ("time", _whole(_TIME)),
    ("ip", _is_ip),
    ("hash", _whole(_HASHED)),
    (SECRET, _is_secret),
    ("uuid", _whole(_UUID)),
    ("date", _whole(_DATE)),
    (DIGITS, _whole(_DIGITS)),
    (INFINITY, lambda text: text == INFINITY),
    ("zero", lambda text: text == "0"),
    (SECONDS, lambda text: _counts(text, 1)),
    (MILLISECONDS, lambda text: _counts(text, 1000)),
    ("iban", is_iban),
    ("bsn", is_bsn),
    ("phone", _whole(_PHONE)),
    ("number", _whole(_NUMBER)),
    ("zip", _whole(_ZIP)),
    ("url", _whole(_URL)),
    ("zone", _whole(_ZONE)),
    ("language", _whole(_LANGUAGE)),
    ("card", lambda text: text.startswith("BEGIN:VCARD")),
    ("calendar", lambda text: text.startswith("BEGIN:VCALENDAR")),
    ("agent", lambda text: _AGENT.match(text) is not None),
    ("php", lambda text: _PHP.match(text) is not None),
    ("json", _is_json),
    ("hex", _whole(_HEX)),
    ("base64", _is_base64),
    (NAMES_ROW, _whole(_ROW)),
    ("slug", _whole(_SLUG)),
    ("random", _whole(_RANDOM)),
    ("company", _whole(_COMPANY)),
    ("person", _whole(_PERSON)),
    ("person", _whole(_REVERSED)),
    ("sentence", lambda text: len(text.split()) >= 4),
)
