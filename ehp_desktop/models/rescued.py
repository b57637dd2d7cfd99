"""What a rescue found of a damaged store, pinned: the gaps that `check` knows and no others.

A rescue keeps every row as it was read, so links and rows may be missing. The setting `rescued`
says up to which record that is so, with digests of everything that was kept until then; the
record of the rescue commits to that very text. So nothing from before can be changed, added or
taken away afterwards without being found, and from that record on nothing may be missing at all.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

from ehp_desktop.models.audit import FIRST_HASH, link_hash

SETTING: Final = "rescued"


@dataclass(frozen=True, slots=True)
class Rescued:
    """The one rescue, the last, that a store has been through.

    `seq`: the number of its record. `audit`, `evidence`: digests (hex) of the records and rows
    with a lower number. `odd`: table -> ids of rows that were not as they were written.
    `broken`: "table parent" -> how many rows refer to others that were lost. `gaps`: table -> how
    many numbers before it are no row's.
    """

    seq: int
    audit: str
    evidence: str
    odd: dict[str, list[int]] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    gaps: dict[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What the setting holds."""
        kept = {
            "seq": self.seq,
            "audit": self.audit,
            "evidence": self.evidence,
            "odd": self.odd,
            "broken": self.broken,
            "gaps": self.gaps,
        }
        return json.dumps(kept, sort_keys=True)

    @property
    def commitment(self) -> bytes:
        """What the record of the rescue commits to."""
        return hashlib.sha256(self.text.encode("ascii")).digest()


class KeptDigest:
    """The digest of what was kept, fed row by row."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, *parts: int | str | bytes) -> None:
        """One row: numbers, names, and what is in it."""
        for part in parts:
            content = part if isinstance(part, bytes) else str(part).encode("utf-8")
            self._digest.update(len(content).to_bytes(8, "big") + content)

    def hex(self) -> str:
        """The digest of all that was added."""
        return self._digest.hexdigest()


def rescued_of(connection: Connection) -> Rescued | None:
    """The rescue that a store has been through; None where there was none.

    Raises:
        ValueError: the setting is not as this program wrote it.
    """
    text: str | None = connection.exec_driver_sql(
        "SELECT value FROM setting WHERE name = ?", (SETTING,)
    ).scalar()
    if text is None:
        return None
    try:
        kept: dict[str, Any] = json.loads(text)
        found = Rescued(
            kept["seq"], kept["audit"], kept["evidence"], kept["odd"], kept["broken"], kept["gaps"]
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ValueError("the mark of a rescue cannot be read") from None
    if found.text != text:
        raise ValueError("the mark of a rescue is not as it was written")
    return found


def kept_links(
    links: Iterator[tuple[int, bytes, int, bytes, bytes]], mark: Rescued
) -> tuple[list[str], bytes]:
    """Go through the records that a rescue kept, and its own; the problem, else the hash there.

    `links`: number, sealed text, entries, commitment and hash of each; stands behind the record
    of the rescue afterwards.
    """
    digest, before = KeptDigest(), FIRST_HASH
    for seq, sealed, entries, commitment, kept in links:
        if seq < mark.seq:
            digest.add(seq, sealed, entries, commitment, kept)
            before = kept
            continue
        own = link_hash(before, seq, entries, commitment, sealed)
        if seq != mark.seq or kept != own or commitment != mark.commitment:
            break
        if digest.hex() != mark.audit:
            return ["The audit before the rescue is not as the rescue kept it."], b""
        return [], kept
    return [
        f"Record {mark.seq} of the audit, which is to say that the store was rescued, is missing "
        "or is not as it was written."
    ], b""
