"""How a secret is wrapped under a passphrase and sealed to a public key.

A wrapping is Argon2id of the passphrase and AES-256-GCM. A seal is a fresh X25519 key agreed with
the reader's public one, HKDF-SHA256 of both, and AES-256-GCM; each such key is used once, so that
its nonce comes from the same derivation. Both are bound to what they belong to: the `about` bytes
must be the same when they are opened. The libraries load inside the functions: whoever only
reads people's names from the key file does not wait for them.
"""

import base64
import os
from dataclasses import dataclass
from typing import Final

MEMORY_KIB: Final = 64 * 1024
PASSES: Final = 3
LANES: Final = 4
_MOST_MEMORY_KIB, _MOST_PASSES, _MOST_LANES = 1024 * 1024, 64, 64
_SALT, _NONCE, _KEY, _PUBLIC = 16, 12, 32, 32


class CannotOpenError(Exception):
    """A wrapping or seal does not open: another secret, another owner, or changed bytes."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A secret under a passphrase, with what it took to make the key."""

    memory_kib: int
    passes: int
    lanes: int
    salt: bytes
    nonce: bytes
    sealed: bytes

    def as_json(self) -> dict[str, object]:
        """What the key file keeps."""
        return {
            "kdf": "argon2id",
            "memory_kib": self.memory_kib,
            "passes": self.passes,
            "lanes": self.lanes,
            "salt": to_text(self.salt),
            "nonce": to_text(self.nonce),
            "sealed": to_text(self.sealed),
        }

    @classmethod
    def from_json(cls, kept: dict[str, object]) -> "Wrapped":
        """The wrapping that `as_json` wrote.

        Raises:
            ValueError: it is not one, or asks for more work than any of ours.
        """
        memory_kib, passes, lanes = (
            _number(kept, key) for key in ("memory_kib", "passes", "lanes")
        )
        if kept.get("kdf") != "argon2id":
            raise ValueError("kdf")
        if memory_kib > _MOST_MEMORY_KIB or passes > _MOST_PASSES or lanes > _MOST_LANES:
            raise ValueError("a wrapping that asks for too much work")
        salt, nonce, sealed = (to_bytes(kept.get(key)) for key in ("salt", "nonce", "sealed"))
        return cls(memory_kib, passes, lanes, salt, nonce, sealed)


def wrap(secret: bytes, passphrase: str, about: bytes) -> Wrapped:
    """Wrap a secret under a passphrase (already NFC)."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    key = _stretched(passphrase, salt, MEMORY_KIB, PASSES, LANES)
    sealed = AESGCM(key).encrypt(nonce, secret, about)
    return Wrapped(MEMORY_KIB, PASSES, LANES, salt, nonce, sealed)


def unwrap(wrapped: Wrapped, passphrase: str, about: bytes) -> bytes:
    """The secret under a passphrase (already NFC).

    Raises:
        CannotOpenError: not with this passphrase.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = _stretched(passphrase, wrapped.salt, wrapped.memory_kib, wrapped.passes, wrapped.lanes)
    try:
        return AESGCM(key).decrypt(wrapped.nonce, wrapped.sealed, about)
    except InvalidTag:
        raise CannotOpenError from None


def new_pair() -> tuple[bytes, bytes]:
    """A fresh X25519 pair: the private half, the public half."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private: bytes) -> bytes:
    """The public half that belongs to a private one."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(secret: bytes, public: bytes, about: bytes) -> bytes:
    """Seal a secret so that only the holder of the private half reads it."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    once = X25519PrivateKey.generate()
    once_public = once.public_key().public_bytes_raw()
    agreed = once.exchange(X25519PublicKey.from_public_bytes(public))
    key, nonce = _derived(agreed, once_public, public)
    return once_public + AESGCM(key).encrypt(nonce, secret, about)


def unseal(sealed: bytes, private: bytes, about: bytes) -> bytes:
    """The secret sealed to a pair's public half.

    Raises:
        CannotOpenError: it was sealed to another pair, for another purpose, or was changed.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    once_public, content = sealed[:_PUBLIC], sealed[_PUBLIC:]
    try:
        own = X25519PrivateKey.from_private_bytes(private)
        agreed = own.exchange(X25519PublicKey.from_public_bytes(once_public))
        key, nonce = _derived(agreed, once_public, own.public_key().public_bytes_raw())
        return AESGCM(key).decrypt(nonce, content, about)
    except (InvalidTag, ValueError):
        raise CannotOpenError from None


def load() -> None:
    """Load the libraries; some of them do so only when a first seal is made."""
    import argon2.low_level  # noqa: F401

    private, public = new_pair()
    unseal(seal(b"", public, b""), private, b"")


def to_text(content: bytes) -> str:
    """Bytes as base64 text."""
    return base64.b64encode(content).decode("ascii")


def to_bytes(text: object) -> bytes:
    """The bytes that `to_text` wrote.

    Raises:
        ValueError: it is not such text.
    """
    if not isinstance(text, str):
        raise ValueError("base64 text expected")
    return base64.b64decode(text, validate=True)


def _number(kept: dict[str, object], key: str) -> int:
    number = kept.get(key)
    if not isinstance(number, int) or number < 1:
        raise ValueError(key)
    return number


def _stretched(passphrase: str, salt: bytes, memory_kib: int, passes: int, lanes: int) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    secret = passphrase.encode("utf-8", "surrogatepass")
    stretched: bytes = hash_secret_raw(
        secret, salt, passes, memory_kib, lanes, hash_len=_KEY, type=Type.ID
    )
    return stretched


def _derived(agreed: bytes, once_public: bytes, public: bytes) -> tuple[bytes, bytes]:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    both = HKDF(SHA256(), _KEY + _NONCE, once_public + public, b"ehp-desktop seal 1").derive(agreed)
    return both[:_KEY], both[_KEY:]
