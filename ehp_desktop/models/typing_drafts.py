"""What somebody has typed and not yet saved, kept under their own key until they do."""

import hashlib
import hmac
import json
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.hidden import TypingDraft
from ehp_desktop.models.keys import HeldKeys
from ehp_desktop.models.secret_texts import locked, opened_with

_DRAFT: Final = TypingDraft.__table__


def keep_draft(session: Session, keys: HeldKeys, place: str, text: str) -> None:
    """Keep a text for a place of the window, instead of what was kept for it before.

    Args:
        session: of `Store.keeping`.
        keys: whose text it is.
        place: which text of which thing, such as `note/child/…`; nobody else can read it either.
        text: what is typed so far; blank forgets it.

    Raises:
        RefusedError: this person has no key of their own (the recovery code has not).
    """
    number = _number(keys, place)
    session.execute(delete(TypingDraft).where(_DRAFT.c.id == number))
    if text.strip():
        key_id = _own(keys)
        content = json.dumps([place, text]).encode("ascii")  # half a character is typed text too
        sealed = locked(content, keys.own[key_id], _about(number))
        session.execute(insert(TypingDraft).values(id=number, key_id=key_id, sealed=sealed))


def drafts(session: Session, keys: HeldKeys) -> dict[str, str]:
    """Every text that this person has kept and not saved, by its place.

    The recovery code, which holds everybody's keys, has typed none of them and is given none.
    """
    found: dict[str, str] = {}
    if keys.own_now is None:
        return found
    for number, key_id, sealed in session.execute(
        select(_DRAFT.c.id, _DRAFT.c.key_id, _DRAFT.c.sealed)
    ):
        if key_id in keys.own:
            place, text = json.loads(opened_with(keys.own, key_id, sealed, _about(number)))
            found[place] = text
    return found


def _own(keys: HeldKeys) -> str:
    if keys.own_now is None:
        raise RefusedError(
            "The recovery code has no key to keep what is typed under, so it was not kept. Give "
            "yourself a passphrase first, with `recover`."
        )
    return keys.own_now


def _number(keys: HeldKeys, place: str) -> str:
    """The id of a place's draft: the same each time, and telling nobody else what it is."""
    content = place.encode("utf-8", "surrogatepass")
    return hmac.new(keys.own[_own(keys)], content, hashlib.sha256).hexdigest()


def _about(number: str) -> str:
    return f"ehp-desktop draft {number}"
