import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ehp_desktop.models import attempts, key_changes, keys, sealing
from ehp_desktop.models.attempts import ATTEMPTS_FILE, unlock_folder
from ehp_desktop.models.checking import check_store
from ehp_desktop.models.errors import (
    NotFoundError,
    TooManyAttemptsError,
    WrongPassphraseError,
)
from ehp_desktop.models.keys import NewKeys, Person

CHAIR, LAWYER = Person("Siân Puw", "chair"), Person("M. Davies", "lawyer")
PASSPHRASE, LAWYERS, WRONG = "tri llyffant gwyrdd 47", "pum gafr ar ben bryn", "pedwar cwch 48"
START = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)


class Hand:
    """A clock whose hand is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    def on(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> NewKeys:
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)
    return keys.new_keys(CHAIR, PASSPHRASE)


@pytest.fixture
def folder(made: NewKeys, tmp_path: Path) -> Path:
    both = key_changes.add_person(made.key_file, made.unlocked, LAWYER, LAWYERS)
    (tmp_path / keys.DATABASE_FILE).touch()
    keys.write_key_file(tmp_path, both)
    return tmp_path


def fail(folder: Path, hand: Hand, times: int = 1, user: str | None = CHAIR.name) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassphraseError):
            unlock_folder(folder, WRONG, user=user, clock=hand)


def held(
    folder: Path, hand: Hand, passphrase: str = PASSPHRASE, user: str | None = CHAIR.name
) -> int:
    with pytest.raises(TooManyAttemptsError) as told:
        unlock_folder(folder, passphrase, user=user, clock=hand)
    assert f"{told.value.seconds} seconds" in str(told.value)
    return told.value.seconds


def test_the_right_passphrase_writes_nothing(folder: Path, hand: Hand) -> None:
    before = sorted(folder.iterdir())
    key_file, opened = unlock_folder(folder, PASSPHRASE, clock=hand)
    assert (opened.person, key_file) == (CHAIR, keys.read_key_file(folder))
    assert sorted(folder.iterdir()) == before


def test_after_five_wrong_ones_a_slot_is_not_even_tried(
    folder: Path, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(folder, hand, 5)
    monkeypatch.setattr(sealing, "unwrap", lambda *_: pytest.fail("it was tried"))
    assert held(folder, hand) == 30
    hand.on(0.5)
    assert held(folder, hand) == 30
    hand.on(28.5)
    assert held(folder, hand) == 1


def test_the_wait_doubles_to_a_quarter_of_an_hour(folder: Path, hand: Hand) -> None:
    fail(folder, hand, 5)
    waits = []
    for _ in range(8):
        waits.append(held(folder, hand))
        hand.on(waits[-1])
        fail(folder, hand)
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_the_right_one_after_the_wait_clears_the_count(folder: Path, hand: Hand) -> None:
    fail(folder, hand, 5)
    hand.on(30)
    assert unlock_folder(folder, PASSPHRASE, clock=hand)[1].person == CHAIR
    fail(folder, hand, 4)
    assert unlock_folder(folder, PASSPHRASE, clock=hand)[1].person == CHAIR
    fail(folder, hand, 4)


def test_one_slots_wait_is_not_anothers(folder: Path, hand: Hand) -> None:
    fail(folder, hand, 5)
    assert unlock_folder(folder, LAWYERS, clock=hand)[1].person == LAWYER
    with pytest.raises(WrongPassphraseError, match="waits another 30 seconds"):
        unlock_folder(folder, PASSPHRASE, clock=hand)  # the chair's own is not tried
    assert held(folder, hand) == 30


def test_without_a_name_each_slot_counts_and_the_shortest_wait_is_told(
    folder: Path, hand: Hand
) -> None:
    fail(folder, hand, 1)
    fail(folder, hand, 4, user=None)
    hand.on(10)
    fail(folder, hand, 1, user=None)  # the lawyer's alone
    assert held(folder, hand, user=None) == 20
    assert held(folder, hand, user=LAWYER.name) == 30


def test_who_opens_after_others_were_tried_counts_nothing_for_them(
    folder: Path, hand: Hand
) -> None:
    for _ in range(6):
        assert unlock_folder(folder, LAWYERS, clock=hand)[1].person == LAWYER
    assert not (folder / ATTEMPTS_FILE).exists()


def test_the_recovery_code_opens_meanwhile_and_is_not_counted(
    folder: Path, hand: Hand, made: NewKeys
) -> None:
    other = keys.new_keys(CHAIR, PASSPHRASE).recovery_code
    fail(folder, hand, 5)
    for _ in range(6):
        with pytest.raises(WrongPassphraseError):
            unlock_folder(folder, other, clock=hand)
    assert unlock_folder(folder, made.recovery_code, clock=hand)[1].kind == "recovery"


def test_nobody_of_a_name_is_no_wrong_passphrase(folder: Path, hand: Hand) -> None:
    for _ in range(6):
        with pytest.raises(NotFoundError):
            unlock_folder(folder, WRONG, user="D. Morgan", clock=hand)
    assert not (folder / ATTEMPTS_FILE).exists()


def test_a_clock_put_back_makes_no_wait_longer(folder: Path, hand: Hand) -> None:
    fail(folder, hand, 5)
    hand.on(-86400)
    assert held(folder, hand) == 30


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"a": 1}', b'{"a": {"wrong": "x", "last": 1}}', b"\xff", b"[" * 9000],
)
def test_damaged_counts_shut_nobody_out(folder: Path, hand: Hand, content: bytes) -> None:
    (folder / ATTEMPTS_FILE).write_bytes(content)
    assert unlock_folder(folder, PASSPHRASE, clock=hand)[1].person == CHAIR
    fail(folder, hand, 5)
    assert held(folder, hand) == 30


def test_the_counts_are_for_the_owner_alone_and_of_who_is_there(folder: Path, hand: Hand) -> None:
    fail(folder, hand, 1, user=None)
    path = folder / ATTEMPTS_FILE
    assert sys.platform == "win32" or path.stat().st_mode & 0o777 == 0o600
    kept = keys.read_key_file(folder)
    assert set(json.loads(path.read_text())) == {slot.id for slot in kept.people()}
    opened = keys.unlock(kept, PASSPHRASE)
    keys.write_key_file(folder, key_changes.remove_person(kept, opened, LAWYER.name))
    fail(folder, hand)
    assert set(json.loads(path.read_text())) == {opened.slot_id}


def test_a_folder_that_cannot_be_written_opens_without_counting(
    folder: Path, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(attempts, "wait_for_lock", refuse)
    fail(folder, hand, 6)
    assert unlock_folder(folder, PASSPHRASE, clock=hand)[1].person == CHAIR


def test_guesses_at_the_same_time_in_other_programs_hold_this_one_too(
    folder: Path, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    unwrap = sealing.unwrap

    def slowly(*args: object) -> bytes:
        monkeypatch.setattr(sealing, "unwrap", unwrap)
        fail(folder, hand, 5)
        return unwrap(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(sealing, "unwrap", slowly)
    assert held(folder, hand) == 30


GUESS = """
import datetime as dt, sys
from pathlib import Path
from ehp_desktop.models.attempts import unlock_folder
from ehp_desktop.models.errors import TooManyAttemptsError, WrongPassphraseError
now = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
for _ in range(20):
    try:
        unlock_folder(Path(sys.argv[1]), "pedwar cwch 48", clock=lambda: now)
    except WrongPassphraseError:
        print("wrong")
    except TooManyAttemptsError as error:
        print(error.seconds)
"""


def test_every_program_counts_for_all(folder: Path, hand: Hand) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", GUESS, str(folder)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    told = [line for one in running for line in one.communicate()[0].split()]
    assert len(told) == 40
    assert 5 <= told.count("wrong") <= 6  # two may be trying when the fifth is counted
    counts = json.loads((folder / ATTEMPTS_FILE).read_text())
    assert {one["wrong"] for one in counts.values()} == {told.count("wrong")}
    assert held(folder, hand) in {30, 60}


def test_the_check_of_a_store_counts_too(
    make_store: Callable[..., Path], passphrase: str, hand: Hand
) -> None:
    store = make_store()
    for _ in range(5):
        with pytest.raises(WrongPassphraseError):
            check_store(store, WRONG, clock=hand)
    with pytest.raises(TooManyAttemptsError):
        check_store(store, passphrase, clock=hand)


def test_a_present_passphrase_that_is_asked_for_again_is_counted(folder: Path, hand: Hand) -> None:
    kept = keys.read_key_file(folder)
    slot = kept.people()[0]
    for _ in range(5):
        with pytest.raises(WrongPassphraseError), attempts.counted(folder, kept, slot, hand):
            key_changes.change_passphrase(kept, slot.id, WRONG, LAWYERS)
    with pytest.raises(TooManyAttemptsError), attempts.counted(folder, kept, slot, hand):
        pytest.fail("it was tried")
