"""What keeps a promise is told in Dutch as well, of every promise that is built in."""

from __future__ import annotations

from gestand.core.promises import promises_of
from gestand.core.proving.mechanisms import DUTCH, mechanism
from tests.core.small import POLICY, changed
from tests.core.small_statement import policy_of


def test_every_mechanism_is_told_in_dutch_and_none_for_nothing() -> None:
    tail = changed(POLICY, "chosen by: law}", "chosen by: law}\n    tail use: {nl: a, en: b}")
    terms = "condition: care\n    guardian below: 16\n    soft opt-in: {nl: a, en: b}"
    termed = changed(POLICY, "    basis: consent\n", f"    basis: consent\n    {terms}\n")
    texts = (POLICY, tail, termed)
    known = [one for text in texts for one in promises_of(policy_of(text)).values()]
    own = policy_of().promises.keys()
    english = {one.by for one in known if one.id not in own and ", until " not in one.by}
    assert english == DUTCH.keys()
    assert all(text.count("`") % 2 == 0 for text in DUTCH.values())


def test_what_the_policy_says_itself_stands_as_it_says_it() -> None:
    promises = promises_of(policy_of())
    assert mechanism(promises["security.locks"], "nl") == "the facility manager"
    assert mechanism(promises["attested.iso-9001"], "nl") == "Voorbeeld, tot en met 2028-05-01"
    assert mechanism(promises["attested.iso-9001"], "en") == "Voorbeeld, until 2028-05-01"
    assert mechanism(promises["complaint.court"], "nl") == "de wet"
