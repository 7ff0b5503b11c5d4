"""What has the name of a credential is never told without somebody saying so."""

from __future__ import annotations

import pytest

from gestand.core.credentials import is_credential
from tests.core.small import DATAMAP, changed, codes
from tests.core.test_policy_check import checked

NAMES = (
    "password", "password_hash", "passwordHash", "user_pwd", "api_key", "apiKey", "API_KEY",
    "access_token", "$.auth.refreshToken", "token_digest", "totp", "salt", "private_key_hash",
)  # fmt: skip
OTHERS = (
    "token_count", "key", "keywords", "hash", "passport", "compass", "pin_code", "session_count",
    "access_level", "private_notes", "tokens_used", "",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_credential_is_known_by_its_name(name: str) -> None:
    assert is_credential(name)


@pytest.mark.parametrize("name", OTHERS)
def test_what_only_looks_a_little_like_one_is_none(name: str) -> None:
    assert not is_credential(name)


@pytest.mark.parametrize(
    "columns",
    [
        "{address: email, api_key: %s}",
        "{address: email, more: {paths: {$.auth.token: %s}}}",
        "{address: email, more: {by kind: {access_token: %s}}}",
    ],
)
def test_it_is_a_finding_where_it_would_be_told(columns: str) -> None:
    def found(holds: str) -> bool:
        datamap = changed(DATAMAP, "{address: email}", columns % holds)
        return "G326" in codes(checked(map_text=datamap))

    assert found("email")
    assert not found("{is: email, told: true}")
    assert not found("{is: email, secret: true}" if "by kind" in columns else "secret")
