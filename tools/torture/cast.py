"""Who plays in the script, their passphrases, the clock, and the store that every run begins with.

Argon2id is weak here, as in the tests: its strength stands in the key file, so what opens the
store is the program's own way.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from ehp_desktop.models import sealing
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.review import opening, people
from ehp_desktop.review.actor import Role

CHAIR: Final = "chair"
LAWYER: Final = "lawyer"
ADMINISTRATOR: Final = "administrator"
NEW_FIRST: Final = "new, at first"
NEW: Final = "new"

FIRST_PASSPHRASE: Final = "wyth draenog cyntaf 5"  # noqa: S105 - of nobody's store
NAMES: Final = {
    CHAIR: "Rhiannon Evans",
    LAWYER: "Siân Prosser",
    ADMINISTRATOR: "Gareth Lloyd",
    NEW_FIRST: "Nerys Bowen",
    NEW: "Nerys Bowen",
}
PASSPHRASES: Final = {
    CHAIR: "tri llyffant gwyrdd 47",
    LAWYER: "pedair gwdihŵ frown 12",
    ADMINISTRATOR: "saith gwiwer goch 31",
    NEW_FIRST: FIRST_PASSPHRASE,
    NEW: "naw ysgyfarnog wen 62",
}
START: Final = dt.datetime(2021, 9, 30, 9, tzinfo=dt.UTC)
MARK: Final = "Zzyxgwenllian"
"""A word in every text that is written: it may be in no message."""


def clock_at(minutes: int) -> Callable[[], dt.datetime]:
    """A clock that stands so many minutes after the start; each step of the script has its own."""
    return lambda: START + dt.timedelta(minutes=minutes)


def sha(*what: Any) -> str:
    """A digest of some values, as short as can be told apart."""
    return hashlib.sha256(repr(what).encode("utf-8")).hexdigest()[:16]


def make_template(folder: Path) -> None:
    """An empty store with a chair, a lawyer and an administrator."""
    sealing.MEMORY_KIB, sealing.PASSES, sealing.LANES = 64, 1, 1  # type: ignore[misc]
    clock = clock_at(-10)
    opening.create(
        folder,
        authority="Cyngor Môn",
        code_set=CodeSet.WALES,
        person_name=NAMES[CHAIR],
        passphrase=PASSPHRASES[CHAIR],
    )
    opened = opening.unlock(folder, PASSPHRASES[CHAIR], clock=clock)
    for role in (LAWYER, ADMINISTRATOR):
        people.add_person(opened, NAMES[role], Role(role), FIRST_PASSPHRASE)
    opened.close()
    for role in (LAWYER, ADMINISTRATOR):
        opened = opening.unlock(folder, FIRST_PASSPHRASE, user=NAMES[role], clock=clock)
        people.change_passphrase(opened, FIRST_PASSPHRASE, PASSPHRASES[role]).close()
