import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.models import keys, sealing
from ehp_desktop.models.errors import (
    DamagedKeyFileError,
    NewerStoreError,
    NotFoundError,
    StoreFolderError,
    WrongPassphraseError,
)
from ehp_desktop.models.key_file import _digest
from ehp_desktop.models.key_proofs import proved
from ehp_desktop.models.keys import NewKeys, Person, Purpose

CHAIR = Person("Siân Puw", "chair")
PASSPHRASE = "tri llyffant gwyrdd 47"
Rewrite = Callable[[Callable[[dict[str, Any]], None]], None]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> NewKeys:
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)
    return keys.new_keys(CHAIR, PASSPHRASE)


@pytest.fixture
def folder(made: NewKeys, tmp_path: Path) -> Path:
    (tmp_path / keys.KEY_FILE).write_bytes(keys.as_bytes(made.key_file))
    (tmp_path / keys.DATABASE_FILE).touch()
    return tmp_path


@pytest.fixture
def rewrite(folder: Path) -> Rewrite:
    """Change keys.json as somebody would who knows how its digest is made."""

    def change(edit: Callable[[dict[str, Any]], None]) -> None:
        path = folder / keys.KEY_FILE
        kept = json.loads(path.read_bytes())
        del kept["sha256"]
        edit(kept)
        path.write_text(json.dumps(kept | {"sha256": _digest(kept)}), "utf-8")

    return change


def key_of(kept: dict[str, Any], purpose: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in kept["keys"] if one["purpose"] == purpose)
    return found


def key_id(kept: dict[str, Any], purpose: str) -> str:
    return str(key_of(kept, purpose)["id"])


def test_the_work_is_what_was_asked_for() -> None:
    assert (sealing.MEMORY_KIB, sealing.PASSES, sealing.LANES) == (65536, 3, 4)


def test_each_store_has_a_key_of_its_own() -> None:
    first, second = (keys.new_keys(CHAIR, PASSPHRASE) for _ in range(2))
    assert len(first.store_key) == 32
    assert first.store_key != second.store_key
    assert first.recovery_code != second.recovery_code


def test_a_person_opens_it(made: NewKeys, folder: Path) -> None:
    kept = keys.read_key_file(folder)
    assert kept == made.key_file
    for user in (None, CHAIR.name):
        opened = keys.unlock(kept, PASSPHRASE, user=user)
        assert opened.person == CHAIR
        assert opened.store_keys == (made.store_key,)


def test_a_name_and_a_passphrase_may_be_typed_decomposed(made: NewKeys) -> None:
    other = keys.new_keys(CHAIR, "ŵyr ŷd âr êl")
    opened = keys.unlock(other.key_file, "w\u0302yr y\u0302d âr êl", user="Sia\u0302n Puw ")
    assert opened.store_keys == (other.store_key,)


def test_the_recovery_code_opens_it_whoever_is_named(made: NewKeys) -> None:
    for user in (None, CHAIR.name, "nobody"):
        opened = keys.unlock(made.key_file, made.recovery_code.lower(), user=user)
        assert opened.store_keys == (made.store_key,)
        assert opened.person == Person(keys.RECOVERY_NAME, "chair")


def test_the_secrets_are_in_no_file_and_no_text(made: NewKeys, folder: Path) -> None:
    kept = (folder / keys.KEY_FILE).read_bytes()
    opened = keys.unlock(made.key_file, PASSPHRASE)
    for text in (kept, repr(made).encode(), repr(opened).encode()):
        assert PASSPHRASE.encode() not in text
        assert made.recovery_code.encode() not in text
        assert made.store_key not in text
        assert made.store_key.hex().encode() not in text
        assert sealing.to_text(made.store_key).encode() not in text


def test_a_wrong_passphrase_tries_people_and_leaves_the_recovery_slot(
    made: NewKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []
    unwrap = sealing.unwrap

    def counted(*args: Any) -> bytes:
        tried.append(1)
        return unwrap(*args)

    monkeypatch.setattr(sealing, "unwrap", counted)
    with pytest.raises(WrongPassphraseError, match="nothing was changed"):
        keys.unlock(made.key_file, "pedwar llyffant 48")
    assert len(tried) == 1


def test_nobody_of_that_name_is_said(made: NewKeys) -> None:
    with pytest.raises(NotFoundError, match=r"D\. Morgan"):
        keys.unlock(made.key_file, PASSPHRASE, user="D. Morgan")


def test_a_new_store_has_a_key_for_each_purpose(made: NewKeys) -> None:
    kept = made.key_file
    assert [key.purpose for key in kept.keys] == ["own", "store", "advice", "audit"]
    person, recovery = kept.slots
    everything = {key.id for key in kept.keys}
    assert set(person.keys) == set(recovery.keys) == everything
    assert len(set(made.unlocked.store_keys)) == 1
    assert keys.unlock(kept, PASSPHRASE) == made.unlocked


def test_a_chair_holds_everything_and_writes_under_the_newest(made: NewKeys) -> None:
    held = keys.unlock(made.key_file, PASSPHRASE).keys
    assert held.advice_now is not None
    assert len(held.advice[held.advice_now]) == 32
    assert held.own_now is not None
    assert len(held.own[held.own_now]) == 32
    ((audit_id, private),) = held.audit_private.items()
    assert held.audit_public == (audit_id, sealing.public_of(private))


def test_the_recovery_code_holds_each_own_key_and_writes_under_none(made: NewKeys) -> None:
    opened = keys.unlock(made.key_file, made.recovery_code)
    own = made.unlocked.keys.own
    assert (opened.kind, opened.keys.own, opened.keys.own_now) == ("recovery", own, None)
    assert opened.keys.advice == made.unlocked.keys.advice
    assert opened.keys.audit_private == made.unlocked.keys.audit_private


def newer_store_key(made: NewKeys) -> dict[keys.Key, bytes]:
    (store,) = made.key_file.keys_for(Purpose.STORE)
    return proved(made.key_file, dict([keys.new_key(Purpose.STORE)]), {store.id: made.store_key})


def test_a_slot_is_read_again_without_its_passphrase(made: NewKeys) -> None:
    newer = keys.with_keys(made.key_file, newer_store_key(made))
    again = keys.refreshed(newer, made.unlocked)
    assert again == keys.unlock(newer, PASSPHRASE)
    assert again.store_keys[1:] == (made.store_key,)
    gone = replace(newer, slots=newer.slots[1:])
    with pytest.raises(NotFoundError, match="any more"):
        keys.refreshed(gone, made.unlocked)


def test_a_store_in_the_middle_of_a_new_key_gives_both(made: NewKeys) -> None:
    newer = newer_store_key(made)
    (secret,) = newer.values()
    kept = keys.with_keys(made.key_file, newer)
    assert keys.unlock(kept, PASSPHRASE).store_keys == (secret, made.store_key)
    ended = keys.without_keys(kept, kept.keys_for(Purpose.STORE)[1:])
    assert keys.unlock(ended, PASSPHRASE).store_keys == (secret,)
    assert keys.unlock(ended, made.recovery_code).store_keys == (secret,)


def test_people_are_named_without_a_passphrase(folder: Path) -> None:
    assert keys.people_of(folder) == (CHAIR,)


def test_naming_people_loads_no_library(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from ehp_desktop.review import opening;"
        "opening.people(Path(sys.argv[1]));"
        "print({'sqlalchemy', 'sqlcipher3', 'cryptography', 'argon2', 'alembic', 'zxcvbn'}"
        " & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "set()"


def test_every_changed_byte_is_damage(folder: Path) -> None:
    path = folder / keys.KEY_FILE
    whole = path.read_bytes()
    for at in range(0, len(whole) - 1, 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(DamagedKeyFileError):
            keys.read_key_file(folder)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"sha256": 1}', b"[" * 5000]
)
def test_what_is_no_key_file_is_damage(folder: Path, content: bytes) -> None:
    (folder / keys.KEY_FILE).write_bytes(content)
    with pytest.raises(DamagedKeyFileError, match=r"keys\.json"):
        keys.read_key_file(folder)


def test_a_well_made_file_without_its_slots_is_damage(folder: Path, rewrite: Rewrite) -> None:
    rewrite(lambda kept: kept.pop("slots"))
    with pytest.raises(DamagedKeyFileError):
        keys.read_key_file(folder)


@pytest.mark.parametrize(
    "edit",
    [
        lambda kept: kept["slots"][0].update(role="administrator"),
        lambda kept: kept["slots"][0].update(name="Somebody Else"),
        lambda kept: kept["slots"][0].update(keys=kept["slots"][1]["keys"]),
        lambda kept: kept["slots"][0].update(keys={}),
        lambda kept: kept["slots"][0]["keys"].pop(key_id(kept, "advice")),
        lambda kept: kept["slots"][0]["keys"].pop(key_id(kept, "audit")),
        lambda kept: kept["slots"][0]["keys"].pop(key_id(kept, "own")),
        lambda kept: kept["slots"][0]["keys"].update({key_id(kept, "advice"): "AAAA"}),
        lambda kept: key_of(kept, "store").update(purpose="advice"),
        lambda kept: key_of(kept, "audit").update(public=kept["slots"][1]["public"]),
    ],
)
def test_a_slot_that_was_changed_cleverly_does_not_open(
    folder: Path, rewrite: Rewrite, edit: Callable[[dict[str, Any]], None]
) -> None:
    rewrite(edit)
    kept = keys.read_key_file(folder)
    with pytest.raises(DamagedKeyFileError, match="passphrase is right"):
        keys.unlock(kept, PASSPHRASE)


def test_a_slot_of_another_store_does_not_open(folder: Path, rewrite: Rewrite) -> None:
    rewrite(lambda kept: kept.update(store="0" * 32))
    with pytest.raises(WrongPassphraseError):
        keys.unlock(keys.read_key_file(folder), PASSPHRASE)


@pytest.mark.parametrize(
    "edit",
    [
        lambda kept: key_of(kept, "audit").pop("public"),
        lambda kept: key_of(kept, "own").pop("slot"),
        lambda kept: key_of(kept, "store").update(slot=kept["slots"][0]["id"]),
    ],
)
def test_a_key_that_is_not_of_its_kind_is_damage(
    folder: Path, rewrite: Rewrite, edit: Callable[[dict[str, Any]], None]
) -> None:
    rewrite(edit)
    with pytest.raises(DamagedKeyFileError):
        keys.read_key_file(folder)


def test_a_first_passphrase_cannot_be_called_ones_own(folder: Path, rewrite: Rewrite) -> None:
    kept = keys.read_key_file(folder)
    slot, _ = keys.with_new_pair(kept.store, kept.slots[0], PASSPHRASE, first=True)
    kept = replace(kept, slots=(slot, kept.slots[1]))
    keys.write_key_file(folder, kept)
    assert keys.read_key_file(folder) == kept
    rewrite(lambda text: text["slots"][0].pop("first"))
    with pytest.raises(WrongPassphraseError):
        keys.unlock(keys.read_key_file(folder), PASSPHRASE)


def test_a_newer_file_is_said_to_be_newer(folder: Path, rewrite: Rewrite) -> None:
    rewrite(lambda kept: kept.update(version=3, slots="in a new way"))
    with pytest.raises(NewerStoreError, match="newer program"):
        keys.read_key_file(folder)


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        ((keys.KEY_FILE,), r"keys\.json is missing"),
        ((keys.DATABASE_FILE,), r"caseload\.db, which holds"),
        ((keys.KEY_FILE, keys.DATABASE_FILE), "There is no store"),
    ],
)
def test_what_is_missing_is_said(folder: Path, gone: tuple[str, ...], sentence: str) -> None:
    for name in gone:
        (folder / name).unlink()
    with pytest.raises(StoreFolderError, match=sentence):
        keys.people_of(folder)
