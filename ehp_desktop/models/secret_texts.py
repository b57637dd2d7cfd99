"""Texts that stay encrypted inside the database, under one of `keys.HeldKeys`.

AES-256-GCM with a random nonce, bound to what the text belongs to. Texts are padded, so that how
long they are says little.
"""

import os
from collections.abc import Mapping
from typing import Final

from ehp_desktop.models.errors import DamagedStoreError, RefusedError
from ehp_desktop.models.sealing import CannotOpenError

_NONCE: Final = 12
_LENGTH: Final = 4  # bytes that say how long the text is without its padding
SMALL: Final = 256
"""Padding of a note."""
BOOK: Final = 4096
"""Padding of a book of advice, which then doubles: its length does not tell how many there are."""


def locked(content: bytes, key: bytes, about: str, *, least: int = SMALL) -> bytes:
    """Content under a key, padded to `least` bytes or that doubled as often as it takes."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    room = least
    while room < len(content) + _LENGTH:
        room *= 2
    padded = (len(content).to_bytes(_LENGTH, "big") + content).ljust(room, b"\0")
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, padded, about.encode("utf-8"))


def unlocked(sealed: bytes, key: bytes, about: str) -> bytes:
    """What `locked` was given.

    Raises:
        CannotOpenError: it is under another key, belongs to something else, or was changed.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        padded = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode("utf-8"))
    except (InvalidTag, ValueError):
        raise CannotOpenError from None
    return padded[_LENGTH : _LENGTH + int.from_bytes(padded[:_LENGTH], "big")]


def opened_with(keys: Mapping[str, bytes], key_id: str, sealed: bytes, about: str) -> bytes:
    """A text under the key of an id, for somebody who should hold it.

    Raises:
        RefusedError: they do not hold that key.
        DamagedStoreError: they do, and the text was changed or put somewhere else.
    """
    key = keys.get(key_id)
    if key is None:
        raise RefusedError(
            "What was asked for is encrypted under a key that you do not hold; nothing was shown. "
            "Ask the person who wrote it, or the chair."
        )
    try:
        return unlocked(sealed, key, about)
    except CannotOpenError:
        raise DamagedStoreError(
            "An encrypted text in the store is not as it was written: it was changed by something "
            "other than this program. Nothing was changed now. Run `check`, and put back a backup."
        ) from None
