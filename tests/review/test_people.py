import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ehp_desktop.models import key_changes, keys, person_events, sealing, store
from ehp_desktop.models.errors import (
    DamagedKeyFileError,
    DiskError,
    NotFoundError,
    RefusedError,
    StoreError,
    StoreHeldError,
    TooManyAttemptsError,
    WeakPassphraseError,
    WrongPassphraseError,
)
from ehp_desktop.models.rows import PersonEventRow
from ehp_desktop.review import opening, people
from ehp_desktop.review.actor import Role
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.permissions import NotAllowedError

Clock = Callable[[], dt.datetime]
CHAIR = "Rhiannon Evans"  # of the fixtures' stores
LAWYER, LAWYERS, LAWYERS_OWN = "M. Davies", "pum gafr ar ben bryn", "saith cath mewn hen sach"
CLERK, CLERKS = "Elin Rees", "naw hwyaden ar lyn oer"
NEW = "wyth draenog dan y dail"


@pytest.fixture(scope="module")
def kept_code(tmp_path_factory: pytest.TempPathFactory, passphrase_of_all: str) -> tuple[Path, str]:
    """A store with a chair, a lawyer who has signed in and an administrator who has not."""
    folder = tmp_path_factory.mktemp("people") / "store"
    noon = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "MEMORY_KIB", 64)
        patch.setattr(sealing, "PASSES", 1)
        code = opening.create(
            folder,
            authority="Cyngor Abertawe",
            code_set=opening.CodeSet.WALES,
            person_name=CHAIR,
            passphrase=passphrase_of_all,
        )
        opened = opening.unlock(folder, passphrase_of_all, clock=lambda: noon)
        people.add_person(opened, LAWYER, Role.LAWYER, LAWYERS)
        people.add_person(opened, CLERK, Role.ADMINISTRATOR, CLERKS)
        opened.close()
        opened = opening.unlock(folder, LAWYERS, clock=lambda: noon)
        people.change_passphrase(opened, LAWYERS, LAWYERS_OWN).close()
    return folder, code


@pytest.fixture(scope="module")
def passphrase_of_all() -> str:
    return "tri llyffant gwyrdd 47"


@pytest.fixture
def folder(kept_code: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)
    return Path(shutil.copytree(kept_code[0], tmp_path / "people"))


@pytest.fixture
def code(kept_code: tuple[Path, str]) -> str:
    return kept_code[1]


@pytest.fixture
def chair(folder: Path, passphrase: str, clock: Clock) -> Iterator[OpenStore]:
    with_it = opening.unlock(folder, passphrase, clock=clock)
    yield with_it
    with_it.close()


def kinds(opened: OpenStore) -> list[tuple[str, str]]:
    return [(row.kind, row.name) for row in people.person_events(opened)]


def reopened(opened: OpenStore, passphrase: str) -> OpenStore:
    opened.close()
    return opening.unlock(opened.store.folder, passphrase, clock=opened.clock)


# --- who there is


def test_everybody_is_listed_with_what_matters(chair: OpenStore) -> None:
    listed = people.people(chair)
    assert [(one.name, one.role, one.first, one.is_you) for one in listed] == [
        (CHAIR, Role.CHAIR, False, True),
        (LAWYER, Role.LAWYER, False, False),
        (CLERK, Role.ADMINISTRATOR, True, False),
    ]
    assert len({one.id for one in listed}) == 3


def test_each_change_is_evidence_with_its_author(chair: OpenStore) -> None:
    added, _, changed = people.person_events(chair)
    you = chair.actor.id
    lawyer = people.people(chair)[1].id
    noon = chair.clock()
    assert added == PersonEventRow(1, lawyer, LAWYER, "lawyer", "added", you, CHAIR, "chair", noon)
    assert changed[1:8] == (lawyer, LAWYER, "lawyer", "passphrase", lawyer, LAWYER, "lawyer")


# --- first passphrases


def test_somebody_with_a_first_passphrase_may_change_it_and_no_more(
    folder: Path, clock: Clock
) -> None:
    opened = opening.unlock(folder, CLERKS, clock=clock)
    assert opened.actor.first
    with pytest.raises(NotAllowedError, match="still the first one"):
        people.people(opened)
    with pytest.raises(WeakPassphraseError):
        people.change_passphrase(opened, CLERKS, CLERKS)
    own = opened.store.keys.own_now
    changed = people.change_passphrase(opened, CLERKS, NEW)
    assert changed.store.keys.own_now not in {None, own}
    assert [one.first for one in people.people(changed)] == [False] * 3
    changed.close()
    with pytest.raises(WrongPassphraseError):
        opening.unlock(folder, CLERKS, clock=clock)
    opening.unlock(folder, NEW, clock=clock).close()


def test_a_passphrase_is_changed_by_who_knows_it(chair: OpenStore, passphrase: str) -> None:
    changed = people.change_passphrase(chair, passphrase, NEW)
    assert changed.store.keys == chair.store.keys
    assert kinds(changed)[-1] == ("passphrase", CHAIR)
    again = reopened(changed, NEW)
    assert again.actor.name == CHAIR
    again.close()


def test_wrong_present_passphrases_are_counted(chair: OpenStore, passphrase: str) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassphraseError):
            people.change_passphrase(chair, LAWYERS, NEW)
    with pytest.raises(TooManyAttemptsError):
        people.change_passphrase(chair, passphrase, NEW)


# --- roles


def test_a_role_is_changed_from_the_next_sign_in(chair: OpenStore, clock: Clock) -> None:
    people.change_role(chair, LAWYER, Role.ADMINISTRATOR)
    assert kinds(chair)[-1] == ("role", LAWYER)
    assert len(keys.read_key_file(chair.store.folder).keys_for("advice")) == 1
    again = reopened(chair, LAWYERS_OWN)
    assert again.actor.role is Role.ADMINISTRATOR
    assert again.store.keys.advice == {}
    again.close()


def test_the_audit_goes_on_under_a_pair_that_a_former_chair_has_not(
    chair: OpenStore, passphrase: str
) -> None:
    people.change_role(chair, LAWYER, Role.CHAIR)
    before = chair.store.keys.audit_public
    assert chair.store.signer.audit_public == before
    people.change_role(chair, LAWYER, Role.LAWYER)
    assert chair.store.signer.audit_public == chair.store.keys.audit_public != before
    lawyer = reopened(chair, LAWYERS_OWN)
    assert lawyer.store.keys.audit_private == {}
    assert lawyer.store.keys.audit_public == chair.store.keys.audit_public
    lawyer.close()


def test_changing_ones_own_role_closes_the_store(chair: OpenStore, clock: Clock) -> None:
    people.change_role(chair, LAWYER, Role.CHAIR)
    people.change_role(chair, CHAIR, Role.ADMINISTRATOR)
    with pytest.raises(RefusedError, match="closed"):
        people.people(chair) and kinds(chair)
    opened = opening.unlock(chair.store.folder, LAWYERS_OWN, clock=clock)
    assert kinds(opened)[-1] == ("role", CHAIR)
    # the former chair had no advice key any more to put advice under the new one: this chair had
    assert len(keys.read_key_file(chair.store.folder).keys_for("advice")) == 1
    opened.close()


def test_the_role_that_somebody_has_is_refused(chair: OpenStore) -> None:
    with pytest.raises(RefusedError, match="already"):
        people.change_role(chair, LAWYER, Role.LAWYER)


def test_the_last_chair_stays(chair: OpenStore) -> None:
    before = (chair.store.folder / keys.KEY_FILE).read_bytes()
    with pytest.raises(RefusedError, match="only chair"):
        people.change_role(chair, CHAIR, Role.LAWYER)
    with pytest.raises(RefusedError, match="only chair"):
        people.remove_person(chair, CHAIR)
    assert (chair.store.folder / keys.KEY_FILE).read_bytes() == before
    assert len(kinds(chair)) == 3


# --- removal


def test_somebody_removed_opens_nothing_and_the_store_has_a_new_key(
    chair: OpenStore, passphrase: str, clock: Clock
) -> None:
    (old,) = chair.store.unlocked.store_keys
    folder = chair.store.folder
    people.remove_person(chair, LAWYER)
    with pytest.raises(RefusedError, match="closed"):
        kinds(chair)
    with pytest.raises(WrongPassphraseError):
        opening.unlock(folder, LAWYERS_OWN, clock=clock)
    with pytest.raises(StoreError):
        store.engine_that_opens(folder, (old,), writable=False)
    again = opening.unlock(folder, passphrase, clock=clock)
    assert kinds(again)[-1] == ("removed", LAWYER)
    assert [one.name for one in people.people(again)] == [CHAIR, CLERK]
    assert again.store.loss is None
    again.close()
    assert opening.check(folder, passphrase) == ()


def test_nobody_is_removed_while_somebody_reads(
    chair: OpenStore, passphrase: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_BUSY_SECONDS", 0.1)
    folder = chair.store.folder
    before = (folder / keys.KEY_FILE).read_bytes()
    reader = opening.unlock(folder, passphrase, write=False, clock=clock)
    with pytest.raises(StoreHeldError, match="nothing was changed"):
        people.remove_person(chair, LAWYER)
    assert (folder / keys.KEY_FILE).read_bytes() == before
    assert len(kinds(chair)) == 3
    reader.close()
    people.remove_person(chair, LAWYER)


def test_a_removal_whose_new_key_has_to_wait_says_so(
    chair: OpenStore, passphrase: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_BUSY_SECONDS", 0.1)
    folder = chair.store.folder
    readers = []
    hand_over = store.Store.hand_over

    def somebody_reads(self: store.Store) -> object:
        lock = hand_over(self)
        readers.append(opening.unlock(folder, passphrase, write=False, clock=clock))
        return lock

    with monkeypatch.context() as patch:
        patch.setattr(store.Store, "hand_over", somebody_reads)
        with pytest.raises(StoreHeldError, match="can no longer open this store"):
            people.remove_person(chair, LAWYER)
    readers[0].close()
    with pytest.raises(WrongPassphraseError):
        opening.unlock(folder, LAWYERS_OWN, clock=clock)
    again = opening.unlock(folder, passphrase, clock=clock)
    assert len(again.store.unlocked.store_keys) == 1
    assert kinds(again)[-1] == ("removed", LAWYER)
    again.close()


# --- the recovery code


def test_the_recovery_code_gives_a_chair_a_new_passphrase_and_every_chair_is_told(
    folder: Path, code: str, passphrase: str, clock: Clock
) -> None:
    people.recover(folder, code.lower(), CHAIR, NEW, clock=clock)
    with pytest.raises(WrongPassphraseError):
        opening.unlock(folder, passphrase, clock=clock)
    opened = opening.unlock(folder, NEW, clock=clock)
    used, given = people.recoveries(opened)
    assert (used.name, used.author) == (keys.RECOVERY_NAME, keys.RECOVERY_NAME)
    assert (given.name, given.author, given.person_id) == (
        CHAIR,
        keys.RECOVERY_NAME,
        opened.actor.id,
    )
    opened.close()


@pytest.mark.parametrize("write", [True, False])
def test_opening_with_the_recovery_code_is_told_too(
    folder: Path, code: str, clock: Clock, write: bool
) -> None:
    opened = opening.unlock(folder, code, write=write, clock=clock)
    assert opened.actor.recovering
    assert len(people.recoveries(opened)) == 1
    opened.close()


def test_the_recovery_code_is_nobodys_passphrase(folder: Path, code: str, clock: Clock) -> None:
    opened = opening.unlock(folder, code, clock=clock)
    with pytest.raises(RefusedError, match="recovery code"):
        people.change_passphrase(opened, code, NEW)
    opened.close()


@pytest.mark.parametrize(
    ("user", "new", "kind"),
    [
        ("D. Morgan", NEW, NotFoundError),
        (LAWYER, NEW, RefusedError),
        (CHAIR, "short", WeakPassphraseError),
    ],
)
def test_a_recovery_that_comes_to_nothing_is_told_all_the_same(
    folder: Path,
    code: str,
    passphrase: str,
    clock: Clock,
    user: str,
    new: str,
    kind: type[Exception],
) -> None:
    with pytest.raises(kind):
        people.recover(folder, code, user, new, clock=clock)
    opened = opening.unlock(folder, passphrase, clock=clock)
    assert [row.name for row in people.recoveries(opened)] == [keys.RECOVERY_NAME]
    opened.close()


@pytest.mark.parametrize("typed", ["pedwar llyffant 48", "tri llyffant gwyrdd 47"])
def test_what_is_no_recovery_code_recovers_nothing(folder: Path, clock: Clock, typed: str) -> None:
    with pytest.raises(WrongPassphraseError, match="no recovery code"):
        people.recover(folder, typed, CHAIR, NEW, clock=clock)


# --- who may, and what may fail


@pytest.mark.parametrize("secret", [LAWYERS_OWN, CLERKS])
def test_only_a_chair_changes_people(folder: Path, clock: Clock, secret: str) -> None:
    opened = opening.unlock(folder, secret, clock=clock)
    before = (folder / keys.KEY_FILE).read_bytes()
    for deed in (
        lambda: people.add_person(opened, "N", Role.CHAIR, NEW),
        lambda: people.change_role(opened, LAWYER, Role.CHAIR),
        lambda: people.remove_person(opened, CHAIR),
        lambda: people.recoveries(opened),
        lambda: people.person_events(opened),
    ):
        with pytest.raises(NotAllowedError):
            deed()
    assert (folder / keys.KEY_FILE).read_bytes() == before
    opened.close()


def test_people_are_not_changed_in_a_store_open_for_reading(
    folder: Path, passphrase: str, clock: Clock
) -> None:
    opened = opening.unlock(folder, passphrase, write=False, clock=clock)
    for deed in (
        lambda: people.add_person(opened, "N", Role.CHAIR, NEW),
        lambda: people.change_role(opened, LAWYER, Role.CHAIR),
        lambda: people.remove_person(opened, LAWYER),
        lambda: people.change_passphrase(opened, passphrase, NEW),
    ):
        with pytest.raises(RefusedError, match="reading only"):
            deed()
    opened.close()


def test_what_could_not_be_recorded_is_at_the_next_change(
    chair: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(person_events, "_record", full)
        with pytest.raises(StoreError, match=r"was made, and could not be recorded.*disk is full"):
            people.add_person(chair, "N. Parry", Role.LAWYER, NEW)
    assert len(kinds(chair)) == 3
    people.change_role(chair, "N. Parry", Role.ADMINISTRATOR)
    assert kinds(chair)[3:] == [("added", "N. Parry"), ("role", "N. Parry")]


def test_a_full_disk_changes_no_key_file(chair: OpenStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise DiskError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(person_events, "write_key_file", full)
        with pytest.raises(DiskError):
            people.change_role(chair, LAWYER, Role.CHAIR)
    assert people.people(chair)[1].role is Role.LAWYER
    assert len(kinds(chair)) == 3
    people.change_role(chair, LAWYER, Role.CHAIR)


def test_a_change_that_nobody_made_is_not_recorded(
    chair: OpenStore, passphrase: str, clock: Clock
) -> None:
    folder = chair.store.folder
    chair.close()
    kept = keys.read_key_file(folder)
    opened = keys.unlock(kept, passphrase)
    forged = keys.sealed_to_all(kept, {})
    from dataclasses import replace

    from ehp_desktop.models.key_file import Begun

    event = Begun("removed", opened.slot_id, CHAIR, "chair", "x", "x", "chair", "2021-09-30", 3)
    keys.write_key_file(folder, replace(forged, begun=(event,)))
    with pytest.raises(DamagedKeyFileError, match="nobody made"):
        opening.unlock(folder, passphrase, clock=clock)
    assert tuple(Role) == key_changes.ROLES
    opening.unlock(folder, passphrase, write=False, clock=clock).close()


def test_the_audit_says_what_was_done(chair: OpenStore) -> None:
    people.change_role(chair, LAWYER, Role.CHAIR)
    with chair.store.reading() as session:
        found = session.connection().exec_driver_sql(
            "SELECT seq, key_id, sealed FROM audit ORDER BY seq DESC LIMIT 1"
        )
        seq, key_id, sealed = found.one()
    from ehp_desktop.models.audit import opened_text

    told = opened_text(seq, sealed, chair.store.keys.audit_private[key_id])
    assert (told.action, told.name) == (Action.PEOPLE.value, CHAIR)
    assert told.about == {"change": "role", "role": "chair"}
    assert told.record == people.people(chair)[1].id
