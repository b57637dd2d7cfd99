"""That a newer key was made by somebody who held the one before it.

To seal takes public halves only, and those stand in the key file in clear. So whoever can write
that file could put a key of their own before the others and seal it to everybody who may hold such
a key: they would all open it, and put under it what they have. A proof under the key before, which
only those hold, is what such a key has not.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ehp_desktop.models.key_file import Key, KeyFile, Purpose, canonical

_PROVED: Final = (Purpose.STORE, Purpose.ADVICE, Purpose.AUDIT)


def proved(
    key_file: KeyFile, made: Mapping[Key, bytes], held: Mapping[str, bytes]
) -> dict[Key, bytes]:
    """New keys of a key file, each proved under the newest of its purpose that is there.

    Args:
        key_file: in which they are to stand before its own.
        made: at most one of a purpose, with its secret.
        held: key id -> secret, of whoever makes them.
    """
    anew = {}
    for key, secret in made.items():
        before = key_file.keys_for(key.purpose)[0]
        proof = _proof(key_file.store, key, secret, held[before.id])
        anew[replace(key, proof=proof)] = secret
    return anew


def are_proved(key_file: KeyFile, secrets: Mapping[str, bytes]) -> bool:
    """Whether each key that follows another, where both are held, was made by who held that."""
    return all(
        hmac.compare_digest(
            newer.proof or b"",
            _proof(key_file.store, newer, secrets[newer.id], secrets[older.id]),
        )
        for purpose in _PROVED
        for newer, older in pairwise(key_file.keys_for(purpose))
        if newer.id in secrets and older.id in secrets
    )


def _proof(store: str, key: Key, secret: bytes, older: bytes) -> bytes:
    own = hmac.digest(older, b"ehp-desktop the key after this one", hashlib.sha256)
    about = [store, key.id, key.purpose, hashlib.sha256(secret).hexdigest()]
    return hmac.digest(own, canonical(about), hashlib.sha256)
