"""What is done every day follows from what is declared."""

from __future__ import annotations

from dataclasses import replace

from gestand.core.daily import duties, on_request
from gestand.core.datamap.model import DataMap, MailServers
from gestand.core.datamap.parse import parse_datamap
from gestand.core.policy.model import Policy
from gestand.core.policy.parse import parse_policy
from tests.linde import text


def declared() -> tuple[Policy, DataMap]:
    policy, _ = parse_policy(text("policy.yaml"), "policy.yaml")
    datamap, _ = parse_datamap(text("datamap.yaml"), "datamap.yaml")
    assert policy and datamap
    return policy, datamap


def test_what_is_not_declared_is_left_out_with_the_reason() -> None:
    policy, datamap = declared()
    bare = replace(policy, purposes={})
    left = {duty.name for duty in duties(bare, datamap) if duty.left_out}
    assert left == {"mail", "consents", "orders", "notices", "webhooks"}
    mailing = replace(datamap, mail=MailServers("a@x.example", inbox="imaps://x.example"))
    assert "mail" not in {duty.name for duty in duties(policy, mailing) if duty.left_out}
    sending = replace(datamap, mail=MailServers("a@x.example", out="smtp://x.example"))
    assert "mail" in {duty.name for duty in duties(policy, sending) if duty.left_out}


def test_what_people_wrote_counts_before_anything_goes_and_the_alarms_come_last() -> None:
    names = [duty.name for duty in duties(*declared())]
    assert names.index("mail") < names.index("sweep") > names.index("consents")
    assert names[-1] == "alarms"
    assert not {duty.name for duty in on_request()} & {*names}
