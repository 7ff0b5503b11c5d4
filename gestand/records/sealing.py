"""What encrypts: AES-256-GCM, each text bound to what it is for."""

from __future__ import annotations

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gestand.records.base import KEY_BYTES, CannotBeOpened

_NONCE = 12
_WHICH = b"gestand master key: which one it is"


class AesCipher:
    """Encrypts with keys of 32 bytes, and tells when a text is not what was encrypted."""

    def new_key(self) -> bytes:
        """Return a key that nobody has."""
        return os.urandom(KEY_BYTES)

    def seal(self, key: bytes, plain: bytes, about: str) -> bytes:
        """Return `plain` encrypted; it opens with the same key and the same `about` only.

        The nonce is random: one key seals far fewer texts than would make two alike likely.
        """
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())

    def opened(self, key: bytes, sealed: bytes, about: str) -> bytes:
        """Return what was encrypted; raise CannotBeOpened for another key, text or `about`."""
        try:
            return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotBeOpened from error

    def which(self, key: bytes) -> str:
        """Return by what a key is known again; nobody can find the key by it."""
        return hmac.digest(key, _WHICH, "sha256").hex()[:32]
