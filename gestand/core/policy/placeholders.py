"""What a statement can ask of the policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """A placeholder: its name, what its argument names, and what it becomes.

    A block form stands alone in its paragraph. A fact is something that the organisation can
    be held to, so it stands in a sentence with a promise id.
    """

    name: str
    argument: str
    meaning: str
    block: bool = False
    fact: bool = True

    @property
    def call(self) -> str:
        """The placeholder as an author writes it, without braces."""
        if self.argument:
            return f'{self.name}("{self.argument.upper()}")'
        return f"{self.name}()" if self.block else self.name


_FORMS = (
    Form("data", "purpose", "the categories of a purpose, the optional ones last"),
    Form("keep", "purpose", "until when a purpose holds values, from which moment"),
    Form("period", "purpose", "the period of a purpose alone: `4 weeks`"),
    Form("ground", "purpose", "the lawful basis of a purpose, with its article"),
    Form("people", "purpose", "the people whom a purpose is about"),
    Form("tail", "purpose", "what a purpose may still do after its occasion has ended"),
    Form("recipients", "purpose", "the recipients of a purpose"),
    Form("title", "purpose", "the title of a purpose", fact=False),
    Form("category", "category", "the words of a category", fact=False),
    Form("kind", "kind", "the words of a kind of recipient", fact=False),
    Form("attestation", "attestation", "a certificate with its number, body and last day"),
    Form("processors", "", "the kinds of recipients that process data on our behalf"),
    Form("transfers", "", "the recipients outside the European Economic Area, with safeguard"),
    Form("answer", "", "within which period a request is answered"),
    Form("extension", "", "how much longer an answer may take"),
    Form("controller.name", "", "the name of the controller", fact=False),
    Form("controller.email", "", "the e-mail address of the controller, as a link", fact=False),
    Form("controller.post", "", "the postal address of the controller", fact=False),
    Form("controller.phone", "", "the telephone number of the controller, as a link", fact=False),
    Form("controller.register", "", "the registration of the controller", fact=False),
    Form("controller.officer", "", "the data protection officer and how to reach them", fact=False),
    Form("authority.name", "", "the supervisory authority", fact=False),
    Form("authority.post", "", "the postal address of the supervisory authority", fact=False),
    Form("authority.site", "", "the site of the supervisory authority, as a link", fact=False),
    Form("effective", "", "the day from which this version counts", fact=False),
    Form("version", "", "the version: a short digest of policy and statement", fact=False),
    Form("purpose", "purpose", "why, which data, on what basis, how long and who", block=True),
    Form("periods", "", "a table of all purposes and their periods", block=True),
    Form("recipients", "", "a table of all recipients", block=True),
    Form(
        "cookies", "", "a table of all cookies: name, purpose, class, lifetime and host", block=True
    ),
)

FORMS: Mapping[tuple[str, bool], Form] = {(f.name, bool(f.argument)): f for f in _FORMS}
"""The forms by name and whether an argument is given: `recipients` is both."""

NAMES: Mapping[str, str] = {f.name: f.call for f in _FORMS}

PLACEHOLDERS: Mapping[str, str] = {form.call: form.meaning for form in _FORMS}
"""Every placeholder as an author writes it, and what it becomes; the docs are made from it."""
