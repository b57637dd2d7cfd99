"""What can go wrong in ways a person can cause or mend.

A message says what happened, what it means for their data and what to do, in one sentence or
two, without a child's name or date: it may be printed on standard error. Whatever is not an
`EhpError` is a bug.
"""


class EhpError(Exception):
    """Something a person can cause or mend; its text is for them."""


class StoreError(EhpError):
    """The store as a whole: where it lies, who holds it, what state it is in."""


class WrongPassphraseError(StoreError):
    """No slot of the key file opens with this passphrase."""


class TooManyAttemptsError(StoreError):
    """So many wrong passphrases were given that no other is tried for a while.

    `seconds`: how long.
    """

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class DamagedKeyFileError(StoreError):
    """The key file's own digest does not fit its text."""


class DamagedStoreError(StoreError):
    """The key is right and the database cannot be read."""


class StoreHeldError(StoreError):
    """Somebody else has the store open for writing."""


class StoreFolderError(StoreError):
    """The folder cannot hold a store: synchronised, on a network, not ours, not empty, missing."""


class DiskError(StoreError):
    """The disk is full or cannot be written."""


class NewerStoreError(StoreError):
    """The store was made by a newer program."""


class WeakPassphraseError(StoreError):
    """The chosen passphrase is too short or too common."""


class NotFoundError(EhpError):
    """No such child, surgery or profile."""


class RefusedError(EhpError):
    """What was asked cannot be done, and nothing was changed."""


class UnreadableFileError(EhpError):
    """A file to import cannot be read at all; the text names it and the cure."""
