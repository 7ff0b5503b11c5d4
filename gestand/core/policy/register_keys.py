"""The keys of `policy.yaml` for the registers of processing (article 30 GDPR).

How a new key gets its description is told in `core/language/keys.py`.
"""

from __future__ import annotations

from gestand.core.language.keys import Key, Kind, Many, Phrases, Text

SENSITIVE = ("special", "criminal")

PARTY = Kind(
    "An officer or a representative",
    "Somebody whom the register of processing names, and how to reach them.",
    (
        Key("name", Text("name"), must=True, means="The name of the person, or of the office.",
            example="name: Functionaris gegevensbescherming"),
        Key("email", Text("e-mail address", r"[^@\s]+@[^@\s]+"), means="The e-mail address.",
            without="the register gives none.", example="email: fg@noorderlicht.example",
            codes=("G203",)),
        Key("post", Text("postal address"), means="The postal address, on one line.",
            without="the register gives none.", example='post: "Kade 1, 9711 AA Groningen"'),
        Key("phone", Text("telephone number"), means="The telephone number, in quotes.",
            without="the register gives none.", example='phone: "+31 50 000 0000"'),
    ),
)

PROCESSING = Kind(
    "Processing for customers",
    "What you process on the instructions of customers, as their processor (article 30(2) GDPR). "
    "What is in these data only the customer knows: no purpose of yours holds them.",
    (
        Key("title", Phrases(), must=True, means="What you do with the data.",
            example="title: {nl: Websites en e-mail bewaren, en: Hosting websites and e-mail}"),
        Key("for", Phrases(), must=True, means="For which customers: they are the controllers.",
            example="for: {nl: klanten met hosting, en: customers with hosting}"),
        Key("customers in", Text("table"),
            means="The table of the data map in which these customers stand by name and address.",
            without="the register does not say where they are listed.",
            example="customers in: shop.customers", codes=("G104",)),
        Key("about", Phrases(), means="Whom the data are about, as far as you know.",
            without="the register says that the customer decides that.",
            example="about: {nl: bezoekers van websites, en: visitors of websites}"),
        Key("data", Phrases(), means="Which data they are, as far as you know.",
            without="the register says that the customer decides that.",
            example="data: {nl: inhoud van websites, en: content of websites}"),
        Key("sub-processors", Many(Text("recipient")),
            means="The recipients that you have taken on for it.", without="there are none.",
            example="sub-processors: [example-helpdesk]", codes=("G104", "G243")),
        Key("measures", Many(Text("measure")), means="The measures of security that count here.",
            without="all measures of the policy.", example="measures: [encryption]",
            codes=("G104", "G244")),
    ),
)
