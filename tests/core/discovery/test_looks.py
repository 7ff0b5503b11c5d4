"""What values look like, and that nothing but that is kept of them."""

from __future__ import annotations

from base64 import b64encode

import pytest

from gestand.core.discovery.looks import NAME_OF_CREDENTIAL, SECRET, UNSEEN, is_bsn, is_iban, looks

PATTERNS = [
    ("ann@example.org", "email"),
    ("192.0.2.17", "ip"),
    ("2001:db8::1", "ip"),
    ("$2y$10$abcdefghijklmnopqrstuv", "hash"),
    ("pbkdf2_sha256$600000$abc$def=", "hash"),
    ("5f4dcc3b5aa765d61d8327deb882cf99", "hex"),
    ("NL91 ABNA 0417 1643 00", "iban"),
    ("111222333", "bsn"),
    ("+31 6 12345678", "phone"),
    ("06-12345678", "phone"),
    ("9711 AA", "zip"),
    ("Mozilla/5.0 (X11; Linux)", "agent"),
    ("2026-11-28 10:00:00", "date"),
    ("d9428888-122b-11e1-b85c-61cd3cbb3210", "uuid"),
    ("d9428888122b41e1b85c61cd3cbb3210", "uuid"),
    ("Europe/Amsterdam", "zone"),
    ("nl-BE", "language"),
    ('{"a": 1}', "json"),
    ('a:1:{s:1:"a";i:1;}', "php"),
    ("Ann van der Berg", "person"),
    ("she calls back in the evening", "sentence"),
    ("42", "number"),
    ("pbkdf2:sha256:600000$c2FsdA$9f86d0818", "hash"),
    (":pbkdf2:sha512:30000:64:c2FsdA==:aGFzaA==", "hash"),
    ("ghp_" + "a1" * 18, SECRET),
    ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb", SECRET),
    ("the_longest_name_of_a_setting", "slug"),
    ("placed", ""),
]


@pytest.mark.parametrize(("value", "pattern"), PATTERNS)
def test_a_value_looks_like_one_thing(value: str, pattern: str) -> None:
    assert dict(looks([value]).shares) == ({pattern: 1.0} if pattern else {})


def test_what_coded_values_hold_is_told_and_not_what_it_is() -> None:
    coded = b64encode(b'{"email": "ann@example.org"}').decode()
    found = looks([coded, 's:15:"bo@example.org";'])
    assert found.within == {"email", "keys"}
    assert "example" not in repr(found)


def test_empty_values_do_not_count_and_odd_ones_do_no_harm() -> None:
    assert looks([None, "", "  "]) is UNSEEN
    odd = looks([b"\xff\x00", {"a": [1]}, memoryview(b"x"), "[" * 5000, 3.5])
    assert odd.seen == 5


def test_a_table_of_settings_shows_that_it_holds_credentials() -> None:
    assert NAME_OF_CREDENTIAL in looks(["site_name", "smtp_password"]).within
    assert NAME_OF_CREDENTIAL not in looks(["site_name", "the password was wrong, he said to me "
                                            "and then he went away again"]).within  # fmt: skip


@pytest.mark.parametrize(
    ("text", "iban", "bsn"),
    [("NL91ABNA0417164300", True, False), ("NL92ABNA0417164300", False, False),
     ("111222333", False, True), ("111222334", False, False), ("000000000", False, False),
     ("²²²²²²²²²", False, False), ("NL91", False, False)],
)  # fmt: skip
def test_numbers_are_tested_by_their_own_arithmetic(text: str, iban: bool, bsn: bool) -> None:
    assert (is_iban(text), is_bsn(text)) == (iban, bsn)
