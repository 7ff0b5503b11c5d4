"""The key that signs heads: Ed25519, so that an auditor can check what only we can sign."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)


@dataclass(frozen=True)
class OwnSeal:
    """Signs with a private key of 32 bytes."""

    key: bytes

    @property
    def public(self) -> str:
        """By what anybody can check a signature, without being able to make one."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, text: bytes) -> str:
        """Return the signature of a text."""
        return self._private.sign(text).hex()

    def holds(self, text: bytes, signature: str) -> bool:
        """Tell whether a text was signed with this key."""
        return self.is_of(self.public, text, signature)

    def is_of(self, public: str, text: bytes, signature: str) -> bool:
        """Tell whether a text was signed by whoever has another key, known by its public part."""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
            key.verify(bytes.fromhex(signature), text)
        except (InvalidSignature, ValueError):
            return False
        return True

    @cached_property  # to make it takes longer than to sign
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.key)
