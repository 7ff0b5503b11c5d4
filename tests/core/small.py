"""A small company, in as few words as the language allows; tests change one thing at a time."""

from __future__ import annotations

from gestand.core.findings import Finding

POLICY = """\
policy: 1
controller:
  name: De Es B.V.
  contact: {email: privacy@de-es.example, post: "Esweg 1, 9400 AA Assen", phone: "+31 592 000000"}
  languages: [nl, en]
  zone: Europe/Amsterdam
statement: {effective: 2026-12-01}
categories:
  name:    {nl: naam, en: name, is: "pd:Name"}
  email:   {nl: e-mailadres, en: e-mail address}
  phone:   {nl: telefoonnummer, en: telephone number}
  contact: {nl: contactgegevens, en: contact details, contains: [email, phone]}
  invoice: {nl: factuurgegevens, en: invoice details, never: [{nl: kaartnummer, en: card number}]}
subjects:
  customer: {nl: klanten, en: customers}
  reader:   {nl: lezers, en: readers}
moments:
  fulfilled:     {nl: wij hebben geleverd, en: we delivered}
  received:      {nl: wij hebben ontvangen, en: we received}
  issued:        {nl: wij de factuur opstelden, en: we issued the invoice}
  consent given: {nl: u toestemming gaf, en: you gave consent}
purposes:
  order:
    title: {nl: Uw bestelling leveren, en: Delivering your order}
    basis: contract
    about: customer
    data: [name, contact, phone?]
    occasion: order
    keep: {for: P6M, after: fulfilled, at most: P1Y after received, chosen by: controller}
  tax:
    title: {nl: Fiscale bewaarplicht, en: Tax records}
    basis: {law: {nl: artikel 52 AWR, en: article 52 AWR}}
    data: [name, invoice]
    occasion: invoice
    keep: {for: P7Y, after: end of fiscal year of issued, exactly: true, chosen by: law}
  news letter:
    title: {nl: Nieuwsbrief, en: Newsletter}
    basis: consent
    about: reader
    data: [email]
    occasion: subscription
    keep: {for: P1M, after: consent given}
recipients:
  kinds: {printer: {nl: drukkers, en: printers}}
  processors: [printer]
  example-printer: {name: Druk B.V., is: printer, country: NL, gets: [name], for: order}
cookies:
  class: functional
  sessionid: {for: {nl: ingelogd zijn, en: staying signed in}, lifetime: P14D, host: de-es.example}
rights: {answer: P1M, extension: P2M, undo: P7D}
attestations:
  iso-9001: {claim: ISO 9001, body: Voorbeeld, number: EX-1, until: 2028-05-01}
promises:
  security.locks: {mode: attested, by: the facility manager}
"""

DATAMAP = """\
datamap: 1
records: {key: "${GESTAND_MASTER_KEY}"}
stores:
  db: {url: "sqlite:///db.db", zone: UTC, source: person}
places:
  list: {not connected: kept by the mailing service, purposes: [news letter]}
subjects:
  customer: {table: db.customers, identified by: [email]}
  reader:   {identified by: [email]}
occasions:
  order: {table: db.orders, began: ordered_on, received: ordered_on, fulfilled: fulfilled_on}
  invoice: {table: db.invoices, began: issued_on, issued: issued_on}
  subscription: {table: db.readers, began: asked_on}
tables:
  db.customers:
    purposes: [order, tax]
    columns: {name: name, email: email, phone: {is: phone, erase: null}, hash: secret}
  db.orders: {purposes: [order], owner: {customer_id: db.customers}, columns: {note: name}}
  db.invoices:
    purposes: [tax]
    owner: customer_id
    held by invoice: {via: order_id}
    columns: {number: technical, bill_name: name, stored_as: invoice}
    files: {stored_as: invoices}
  db.readers:
    purposes: [news letter]
    owner: {reader by email: address}
    consent news letter: {given: given_on, withdrawn: withdrawn_on}
    columns: {address: email}
  db.products: {not personal: describes what is for sale}
"""


def changed(text: str, old: str, new: str) -> str:
    """Return `text` with `old`, which must stand in it once, replaced."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def codes(findings: list[Finding]) -> set[str]:
    """Return the codes of findings."""
    return {finding.code for finding in findings}


def told(findings: list[Finding], code: str) -> str:
    """Return the first finding with this code, as a person reads it."""
    return next(str(finding) for finding in findings if finding.code == code)


def well_told(findings: list[Finding]) -> bool:
    """Tell whether every finding says what, where and what now, in the style of the house."""
    texts = [text for f in findings for text in (f.message, f.suggestion)]
    lower = all(text and not text[0].isupper() and not text.endswith(".") for text in texts)
    return lower and all(f.span.file and f.span.line for f in findings)
