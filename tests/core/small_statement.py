"""The statement of the small company, in both languages, without a single finding."""

from __future__ import annotations

from datetime import date

from gestand.core.findings import Finding
from gestand.core.policy.model import Policy
from gestand.core.policy.parse import parse_policy
from gestand.core.policy.published import Document
from gestand.core.policy.statement import (
    Authority,
    Edition,
    Statement,
    check_statements,
    parse_statement,
    render,
)
from tests.core.small import POLICY

NL = """\
# Privacyverklaring

{{ controller.name }} is verantwoordelijk. {#contact.controller}

## In het kort

{explains} Dit is een korte uitleg. Daarna volgt de rest. Alles zit op slot. {#security.locks}

## Doelen

{{ purpose("order") }}

### Belasting

Wij gebruiken {{ data("tax") }}. {#tax.data}
De grondslag is {{ ground("tax") }}. {#tax.ground}
Wij bewaren dit tot {{ keep("tax") }}. {#tax.kept}

### Nieuws

- Wij gebruiken {{ data("news letter") }}. {#news-letter.data}
- De grondslag is {{ ground("news letter") }}. {#news-letter.ground}
- Wij wissen dit uiterlijk {{ keep("news letter") }}. {#news-letter.kept}

Zonder die gegevens kunnen wij niets leveren. {#data.required}

{{ recipients() }} {#sharing.recipients}

## Cookies

{{ cookies() }} {#cookies.list}

## Certificaten

Wij zijn gecertificeerd voor {{ attestation("iso-9001") }}. {#attested.iso-9001}

## Uw rechten

1. U mag inzien. {#rights.access}
2. U mag laten verbeteren. {#rights.rectify}
3. U mag laten wissen. {#rights.erase}
4. U mag beperken. {#rights.restrict}
5. U mag intrekken. {#rights.withdraw}
6. U mag meenemen. {#rights.port}

Wij antwoorden binnen {{ answer }}, zie [hierboven](#uw-rechten). {#rights.answer}
U kunt klagen bij de toezichthouder. {#complaint.authority}
"""

EN = """\
# Privacy statement

{{ controller.name }} is responsible. {#contact.controller}

## In short

{explains} This is a short explanation. The rest follows. Everything is locked. {#security.locks}

## Purposes

{{ purpose("order") }}

### Tax

We use {{ data("tax") }}. {#tax.data}
The basis is {{ ground("tax") }}. {#tax.ground}
We keep this until {{ keep("tax") }}. {#tax.kept}

### News

- We use {{ data("news letter") }}. {#news-letter.data}
- The basis is {{ ground("news letter") }}. {#news-letter.ground}
- We erase this no later than {{ keep("news letter") }}. {#news-letter.kept}

Without those data we can deliver nothing. {#data.required}

{{ recipients() }} {#sharing.recipients}

## Cookies

{{ cookies() }} {#cookies.list}

## Certificates

We are certified for {{ attestation("iso-9001") }}. {#attested.iso-9001}

## Your rights

1. You may see. {#rights.access}
2. You may have corrected. {#rights.rectify}
3. You may have erased. {#rights.erase}
4. You may restrict. {#rights.restrict}
5. You may withdraw. {#rights.withdraw}
6. You may take along. {#rights.port}

We answer within {{ answer }}, see [above](#your-rights). {#rights.answer}
You can complain to the authority. {#complaint.authority}
"""

EDITION = Edition(
    version="0123456789ab",
    on=date(2026, 12, 1),
    authority=Authority(
        name={"nl": "de Toezichthouder", "en": "the Authority"},
        post={"nl": "Postbus 1, Assen", "en": "PO Box 1, Assen"},
        site={"nl": "https://toezicht.example", "en": "https://toezicht.example/en"},
    ),
    countries={"NL": {"nl": "Nederland", "en": "the Netherlands"}},
)


def policy_of(text: str = POLICY) -> Policy:
    """Return the policy in `text`, which must have no mistakes."""
    policy, findings = parse_policy(text, "policy.yaml")
    assert policy is not None
    assert findings == []
    return policy


def statement_of(text: str, language: str) -> Statement:
    """Return the statement in `text`, whatever is wrong with it."""
    statement, _ = parse_statement(text, f"statement/{language}.md", language)
    assert statement is not None
    return statement


def findings_of(nl: str = NL, en: str = EN, policy: str = POLICY) -> list[Finding]:
    """Return all findings of a policy and its two statements."""
    found: list[Finding] = []
    statements = {}
    for language, text in (("nl", nl), ("en", en)):
        statement, findings = parse_statement(text, f"statement/{language}.md", language)
        found += findings
        if statement:
            statements[language] = statement
    return found + check_statements(policy_of(policy), statements)


def published(text: str, language: str, policy: str = POLICY) -> Document:
    """Return a statement as it is published."""
    return render(policy_of(policy), statement_of(text, language), EDITION)
