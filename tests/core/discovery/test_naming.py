"""Names of columns, in Dutch and English, whole and shortened."""

from __future__ import annotations

import pytest

from gestand.core.discovery.naming import one, words

WORDS = """
    cust_fname        customer first name
    klantNaam         customer name
    e_mail            email
    emailadres        email
    tel_nr            phone number
    geboortedatum     birth date
    gebruikersnaam    user name
    wachtwoordHash    password hash
    ip_adres          ip address
    HTTPUserAgent     http user agent
    contactpersoon    contact person
    adres2            address
    opm               comment
"""


@pytest.mark.parametrize("told", [line.split(maxsplit=1) for line in WORDS.strip().splitlines()])
def test_a_name_is_read_as_what_its_words_mean(told: list[str]) -> None:
    assert " ".join(words(told[0])) == told[1].strip()


@pytest.mark.parametrize(
    ("many", "single"),
    [("companies", "company"), ("leden", "lid"), ("status", "status"), ("boxes", "box"),
     ("facturen", "factuur"), ("addresses", "address"), ("users", "user"), ("people", "person")],
)  # fmt: skip
def test_a_word_is_taken_in_the_singular(many: str, single: str) -> None:
    assert one(many) == single
