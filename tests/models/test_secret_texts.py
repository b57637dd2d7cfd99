"""Texts under a key: bound to what they belong to, padded, and never opened by another key."""

import os

import pytest
from hypothesis import given, strategies as st

from ehp_desktop.models import secret_texts
from ehp_desktop.models.errors import DamagedStoreError, RefusedError
from ehp_desktop.models.sealing import CannotOpenError

KEY, OTHER = b"k" * 32, b"o" * 32


@given(st.binary(max_size=700))
def test_what_was_locked_is_unlocked(content: bytes) -> None:
    sealed = secret_texts.locked(content, KEY, "note 1")
    assert secret_texts.unlocked(sealed, KEY, "note 1") == content
    assert len(content) < 3 or content not in sealed


@pytest.mark.parametrize(("size", "room"), [(0, 256), (252, 256), (253, 512), (508, 512)])
def test_the_length_tells_little(size: int, room: int) -> None:
    around = 12 + 16  # nonce and tag
    assert len(secret_texts.locked(os.urandom(size), KEY, "x")) == room + around
    assert len(secret_texts.locked(b"", KEY, "x", least=secret_texts.BOOK)) == 4096 + around


def test_the_same_text_is_never_locked_alike() -> None:
    assert secret_texts.locked(b"text", KEY, "x") != secret_texts.locked(b"text", KEY, "x")


@pytest.mark.parametrize("at", [0, 11, 12, 40, -1])
def test_a_changed_text_does_not_open(at: int) -> None:
    sealed = bytearray(secret_texts.locked(b"text", KEY, "note 1"))
    sealed[at] ^= 1
    with pytest.raises(CannotOpenError):
        secret_texts.unlocked(bytes(sealed), KEY, "note 1")


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(12), bytes(28)])
def test_what_is_no_sealed_text_does_not_open(sealed: bytes) -> None:
    with pytest.raises(CannotOpenError):
        secret_texts.unlocked(sealed, KEY, "note 1")


def test_another_key_or_place_does_not_open_it() -> None:
    sealed = secret_texts.locked(b"text", KEY, "note 1")
    for key, about in ((OTHER, "note 1"), (KEY, "note 2")):
        with pytest.raises(CannotOpenError):
            secret_texts.unlocked(sealed, key, about)


def test_who_lacks_the_key_is_refused_and_who_has_it_learns_of_damage() -> None:
    sealed = secret_texts.locked(b"text", KEY, "note 1")
    assert secret_texts.opened_with({"1": KEY, "2": OTHER}, "1", sealed, "note 1") == b"text"
    with pytest.raises(RefusedError, match="key that you do not hold"):
        secret_texts.opened_with({"2": OTHER}, "1", sealed, "note 1")
    with pytest.raises(DamagedStoreError, match="not as it was written"):
        secret_texts.opened_with({"1": OTHER}, "1", sealed, "note 1")
