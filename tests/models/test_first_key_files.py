"""A key file as the first version of this program wrote it: three people, the store's key alone."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ehp_desktop.models import keys, sealing
from ehp_desktop.models.errors import DamagedKeyFileError
from ehp_desktop.models.keys import KeyFile, Purpose

KEPT = Path(__file__).parent.parent / "data" / "keys-of-the-first-version.json"
STORE_KEY = bytes.fromhex("5704e35d0e67c561060d351f4439637bff2b6c9e2a110f8a78181e91244fb034")
PASSPHRASES = {
    "Siân Puw": "tri llyffant gwyrdd 47",
    "M. Davies": "pum gafr ar ben bryn",
    "Elin Rees": "saith cath mewn hen sach",
}
CODE = "9ZF11-MT2XN-PVW7M-5A4G5-MWT0V-2WVB5-34AK8-KBFRS"


@pytest.fixture
def first(tmp_path: Path) -> KeyFile:
    shutil.copyfile(KEPT, tmp_path / keys.KEY_FILE)
    (tmp_path / keys.DATABASE_FILE).touch()
    return keys.read_key_file(tmp_path)


def completed(first: KeyFile) -> KeyFile:
    whole = keys.completed(first)
    assert whole is not None
    return whole


def test_it_goes_on_opening(first: KeyFile) -> None:
    for secret in (*PASSPHRASES.values(), CODE):
        opened = keys.unlock(first, secret)
        assert opened.store_keys == (STORE_KEY,)
        assert (opened.keys.advice_now, opened.keys.own_now) == (None, None)
        assert opened.keys.audit_public == ("", b"")


def test_it_is_completed_once(first: KeyFile) -> None:
    whole = completed(first)
    assert keys.completed(whole) is None
    assert [len(whole.keys_for(purpose)) for purpose in Purpose] == [1, 1, 1, 3]


def test_each_gets_the_keys_of_their_role(first: KeyFile) -> None:
    whole = completed(first)
    chair, lawyer, administrator = (
        keys.unlock(whole, secret).keys for secret in PASSPHRASES.values()
    )
    recovery = keys.unlock(whole, CODE).keys
    assert chair.advice == lawyer.advice == recovery.advice != {}
    assert (administrator.advice, administrator.advice_now) == ({}, None)
    assert chair.audit_private == recovery.audit_private != {}
    assert lawyer.audit_private == administrator.audit_private == {}
    assert chair.audit_public == lawyer.audit_public == administrator.audit_public
    assert recovery.own == {**chair.own, **lawyer.own, **administrator.own}
    assert len(recovery.own) == 3


def test_whoever_completes_it_reads_their_keys_without_their_passphrase_again(
    first: KeyFile,
) -> None:
    opened = keys.unlock(first, PASSPHRASES["Elin Rees"])
    whole = completed(first)
    assert keys.refreshed(whole, opened) == keys.unlock(whole, PASSPHRASES["Elin Rees"])


@pytest.mark.parametrize(("name", "purpose"), [("M. Davies", "advice"), ("Siân Puw", "audit")])
def test_a_role_without_its_keys_is_damage_once_there_are_such_keys(
    first: KeyFile, name: str, purpose: str
) -> None:
    whole = completed(first)
    (key,) = whole.keys_for(purpose)
    slots = tuple(
        replace(slot, keys={one: seal for one, seal in slot.keys.items() if one != key.id})
        if slot.person.name == name
        else slot
        for slot in whole.slots
    )
    with pytest.raises(DamagedKeyFileError, match="something other"):
        keys.unlock(replace(whole, slots=slots), PASSPHRASES[name])


def test_a_first_wrapping_is_bound_as_it_was(first: KeyFile) -> None:
    assert not any(slot.first for slot in first.slots)
    assert sealing.public_of(keys.unlock(first, CODE).private) == first.slots[1].public
