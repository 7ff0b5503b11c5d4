"""Passkeys as `fido2` verifies them (Web Authentication, W3C)."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fido2.cose import ES256, RS256, EdDSA
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    RegistrationResponse,
    UserVerificationRequirement,
)

from gestand.passkeys.base import Claimed, Made, NotRight

_KINDS = (EdDSA.ALGORITHM, ES256.ALGORITHM, RS256.ALGORITHM)

_ALGORITHM = 3
"""By which number a public key says what it signs with (RFC 9052)."""

_NO_PASSKEY = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OverflowError,
    NotImplementedError, RecursionError, MemoryError, struct.error,
)  # fmt: skip
"""What reading something of any content may end in: it is no passkey then."""


@dataclass(frozen=True)
class ByFido2:
    """Verifies passkeys of a site, shown on a page of one of its origins."""

    site: str
    origins: frozenset[str]
    _server: Fido2Server = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Say whose passkeys they are."""
        party = PublicKeyCredentialRpEntity(name=self.site, id=self.site)
        object.__setattr__(self, "_server", Fido2Server(party, verify_origin=self._is_ours))

    @property
    def kinds(self) -> tuple[int, ...]:
        """The kinds of signatures that count, the best one first."""
        return _KINDS

    def made(self, answer: str, challenge: bytes) -> Made:
        """Return the passkey that was made; NotRight where it is none that counts."""
        with _plainly():
            told = RegistrationResponse.from_dict(json.loads(answer))
            _refuse_framed(told.response.client_data)
            data = self._server.register_complete(_state(challenge), told)
            found = data.credential_data
            if found is None or found.public_key[_ALGORITHM] not in _KINDS:
                raise NotRight
            return Made(found.credential_id, bytes(found), data.counter)

    def claimed(self, answer: str) -> Claimed:
        """Return which passkey it is said to be; NotRight where nobody can tell."""
        with _plainly():
            told = AuthenticationResponse.from_dict(json.loads(answer))
            return Claimed(told.raw_id, told.response.user_handle or b"")

    def proven(self, answer: str, challenge: bytes, key: bytes) -> int:
        """Return how often it has signed, by its own count; NotRight where it is not that one."""
        with _plainly():
            told = AuthenticationResponse.from_dict(json.loads(answer))
            _refuse_framed(told.response.client_data)
            known = [AttestedCredentialData(key)]
            self._server.authenticate_complete(_state(challenge), known, told)
            signed: int = told.response.authenticator_data.counter
            return signed

    def _is_ours(self, origin: str) -> bool:
        return origin in self.origins


def _refuse_framed(told: CollectedClientData) -> None:
    """Refuse what a page of somebody else asked, that has one of ours as a part."""
    if told.cross_origin:
        raise NotRight


def _state(challenge: bytes) -> dict[str, Any]:
    """Return what `fido2` remembers of a question: nobody counts whom a device did not verify."""
    asked = UserVerificationRequirement.REQUIRED
    return {"challenge": websafe_encode(challenge), "user_verification": asked}


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except _NO_PASSKEY as error:
        raise NotRight from error
