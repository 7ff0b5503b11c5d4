"""What people sign for: read, checked, and what becomes of it on a day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from gestand.core.policy.check import check_policy
from gestand.core.policy.parse import parse_policy
from gestand.core.proving.claims import claims
from gestand.core.proving.verdict import Signed

TODAY = date(2026, 11, 23)
ENDED = (("27001", "2013", date(2025, 10, 31)),)
LANGUAGE = Path(__file__).parent / "language" / "policy.yaml"
SIGNED = """
signed:
  yearly review:
    promises: [sharing.sale, recruitment.tail]
    by: de directeur
    from: 2026-11-01
    until: 2027-10-31
    file: papers/review.pdf
    digest: %s
""" % ("a" * 64)


def read(more: str) -> tuple[object, dict[str, str]]:
    text = LANGUAGE.read_text("utf-8").partition("\nattestations:")[0] + "\n" + more
    policy, findings = parse_policy(text, "policy.yaml")
    assert policy is not None
    found = [*findings, *check_policy(policy, None)]
    return policy, {f.code: f.message for f in found if f.code in ("G104", "G246", "G126")}


def of(more: str, digest: str | None = "a" * 64) -> dict[str, list[Signed]]:
    policy, _ = read(more)
    return claims(policy, ENDED, lambda _file: digest, TODAY)  # type: ignore[arg-type]


def test_a_signature_is_a_claim_on_each_of_its_promises() -> None:
    claim = Signed("yearly review", "de directeur", date(2026, 11, 1), date(2027, 10, 31))
    assert of(SIGNED) == {"sharing.sale": [claim], "recruitment.tail": [claim]}
    assert read(SIGNED)[1] == {}


@pytest.mark.parametrize(("digest", "broken"), [(None, "gone"), ("b" * 64, "changed")])
def test_a_paper_that_is_gone_or_another_one_proves_nothing(
    digest: str | None, broken: str
) -> None:
    assert {claim.broken for one in of(SIGNED, digest).values() for claim in one} == {broken}


CERTIFICATE = """
attestations:
  iso: {claim: %s, body: B, number: N, until: 2028-05-01%s}
"""


@pytest.mark.parametrize(
    ("claim", "more", "broken"),
    [
        ("ISO/IEC 27001", ', edition: "2013"', "edition"),
        ('"ISO/IEC 27001:2013"', "", "edition"),
        ('"ISO/IEC 27001:2022"', "", ""),
        ("ISO 9001", ', edition: "2013"', ""),
    ],
)
def test_no_certificate_counts_of_an_edition_that_ended(
    claim: str, more: str, broken: str
) -> None:
    assert of(CERTIFICATE % (claim, more))["attested.iso"][0].broken == broken


def test_an_edition_counts_on_its_last_day() -> None:
    policy, _ = read(CERTIFICATE % ("ISO/IEC 27001", ', edition: "2013"'))
    last = ENDED[0][2]
    for day, broken in ((last, ""), (last + timedelta(days=1), "edition")):
        found = claims(policy, ENDED, lambda _: None, day)  # type: ignore[arg-type]
        assert found["attested.iso"][0].broken == broken


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (("sharing.sale", "sharing.sales"), "G104", "unknown promise `sharing.sales`"),
        (("2027-10-31", "2026-10-31"), "G246", "`yearly review` ends on 2026-10-31, before"),
    ],
)
def test_what_is_wrong_with_a_signature_is_found(
    change: tuple[str, str], code: str, said: str
) -> None:
    assert read(SIGNED.replace(*change))[1][code].startswith(said)
