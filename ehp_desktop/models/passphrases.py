"""What may be a passphrase, and the recovery code that stands in for a forgotten one."""

import hashlib
import os
import unicodedata

from ehp_desktop.models.errors import WeakPassphraseError

SHORTEST = 12
ENOUGH = 3
"""zxcvbn's "safely unguessable": more than 10^8 guesses, each of which Argon2id makes dear."""
_ZXCVBN_READS = 72

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O or U to be misread
_MISREAD = str.maketrans("OIL", "011")
_GROUPS, _GROUP = 8, 5
_RANDOM_BYTES, _CHECK_BYTES = 23, 2  # 25 bytes are 40 letters of 5 bits


def normalised(passphrase: str) -> str:
    """The form of a passphrase that is compared: NFC, so that no keyboard matters."""
    return unicodedata.normalize("NFC", passphrase)


def check_passphrase(passphrase: str, *, known: tuple[str, ...] = ()) -> None:
    """Refuse a passphrase that is short or easily guessed.

    Args:
        passphrase: as typed.
        known: words that a stranger would try first, such as the person's and authority's names.

    Raises:
        WeakPassphraseError: and why; nothing was made.
    """
    text = normalised(passphrase)
    if len(text) < SHORTEST:
        raise WeakPassphraseError(
            f"The passphrase has {len(text)} characters and needs at least {SHORTEST}; nothing was "
            "made. Three or four words that do not belong together are easy to remember."
        )
    from zxcvbn import zxcvbn  # its word lists take longer to load than the window to paint

    found = zxcvbn(text[:_ZXCVBN_READS], user_inputs=list(known))
    if found["score"] < ENOUGH:
        warning = found["feedback"]["warning"]
        why = f": {warning[0].lower()}{warning[1:].rstrip('.')}" if warning else ""
        raise WeakPassphraseError(
            f"The passphrase would be guessed too easily{why}; nothing was made. "
            "Three or four words that do not belong together are harder to guess."
        )


def new_recovery_code() -> str:
    """A recovery code: 184 random bits and a check of them, as eight groups of five letters."""
    chosen = os.urandom(_RANDOM_BYTES)
    number = int.from_bytes(chosen + _check(chosen), "big")
    letters = [_ALPHABET[number >> shift & 31] for shift in range(195, -1, -5)]
    text = "".join(letters)
    return "-".join(text[at : at + _GROUP] for at in range(0, _GROUPS * _GROUP, _GROUP))


def as_recovery_code(text: str) -> str | None:
    """A recovery code as it was printed, from how somebody typed it; None if it is not one.

    Case, spaces and hyphens do not matter, O is 0, I and L are 1. A letter typed wrongly is
    noticed all but once in 65,536 times.
    """
    letters = "".join(text.split()).replace("-", "").upper().translate(_MISREAD)
    if len(letters) != _GROUPS * _GROUP or any(one not in _ALPHABET for one in letters):
        return None
    number = 0
    for one in letters:
        number = number << 5 | _ALPHABET.index(one)
    content = number.to_bytes(_RANDOM_BYTES + _CHECK_BYTES, "big")
    if _check(content[:_RANDOM_BYTES]) != content[_RANDOM_BYTES:]:
        return None
    return "-".join(letters[at : at + _GROUP] for at in range(0, _GROUPS * _GROUP, _GROUP))


def _check(chosen: bytes) -> bytes:
    return hashlib.sha256(b"ehp-desktop recovery code" + chosen).digest()[:_CHECK_BYTES]
