"""The organisations of the demo: none of them exists, and each is declared as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gestand.demo.golf.generate import build as build_golf
from gestand.demo.linnenkast.generate import build as build_linnenkast
from gestand.demo.noorderlicht.generate import build as build_noorderlicht


@dataclass(frozen=True)
class Invented:
    """An organisation that the demo builds, and what of it is worth a look.

    `package` holds its declaration. `person` is a query for the address of somebody with data in
    the first of the stores, `forms` are the purposes whose forms are worth a look, and `shorter` is
    a purpose with its period, and another one to try. `personnel` are the kinds of people whom a
    department of its own may see.
    """

    name: str
    package: str
    host: str
    build: Callable[[Path, int, int, date], None]
    stores: tuple[str, ...]
    person: str
    forms: Mapping[str, str]
    shorter: tuple[str, str, str]
    personnel: str = ""


HOSTING = Invented(
    name="Noorderlicht Hosting B.V., a fictional company with {} people.",
    package="gestand.demo.noorderlicht",
    host="noorderlicht.example",
    build=build_noorderlicht,
    stores=("shop", "hr", "site", "support"),
    person="""
        SELECT email FROM customers JOIN accounts ON customer_id = customers.id
        WHERE closed_on IS NULL AND email IS NOT NULL
        GROUP BY email HAVING count(*) = 1 ORDER BY customers.id DESC LIMIT 1
    """,
    forms={"contact": "a question to them", "recruitment": "an application"},
    shorter=("recruitment", "P4W", "P2W"),
    personnel="applicant",
)
WEBSHOP = Invented(
    name="Webwinkel De Linnenkast B.V., a fictional web shop that {} people know.",
    package="gestand.demo.linnenkast",
    host="linnenkast.example",
    build=build_linnenkast,
    stores=("shop", "site"),
    person="SELECT email FROM customers WHERE closed_on IS NULL AND email IS NOT NULL "
    "ORDER BY id DESC LIMIT 1",
    forms={"questions": "a question to them"},
    shorter=("confirming", "P2W", "P1W"),
)
ASSOCIATION = Invented(
    name="Zwemvereniging De Golf, a fictional swimming club that {} people know.",
    package="gestand.demo.golf",
    host="degolf.example",
    build=build_golf,
    stores=("club",),
    person="SELECT guardians.email FROM guardians JOIN guardianships ON guardian_id = guardians.id "
    "JOIN members ON members.id = member_id WHERE left_on IS NULL AND guardians.email IS NOT NULL "
    "ORDER BY since DESC, guardians.id LIMIT 1",
    forms={"newsletter": "the newsletter"},
    shorter=("membership", "P2M", "P1M"),
)
COMPANIES: Mapping[str, Invented] = {
    "hosting": HOSTING,
    "webshop": WEBSHOP,
    "association": ASSOCIATION,
}
"""By the words of `gestand demo --of`."""
