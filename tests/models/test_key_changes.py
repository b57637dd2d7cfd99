from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ehp_desktop.models import key_changes, keys, sealing
from ehp_desktop.models.errors import (
    DamagedKeyFileError,
    NotFoundError,
    RefusedError,
    WeakPassphraseError,
    WrongPassphraseError,
)
from ehp_desktop.models.key_changes import ROLES
from ehp_desktop.models.keys import KeyFile, NewKeys, Person, Purpose, Unlocked

CHAIR = Person("Siân Puw", "chair")
PASSPHRASE = "tri llyffant gwyrdd 47"
LAWYERS = "pum gafr ar ben bryn"
ANOTHER = "saith cath mewn hen sach"


@pytest.fixture(autouse=True)
def _weak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)
    monkeypatch.setattr(sealing, "LANES", 1)


@pytest.fixture
def made(_weak: None) -> NewKeys:
    return keys.new_keys(CHAIR, PASSPHRASE)


@pytest.fixture
def with_lawyer(made: NewKeys) -> KeyFile:
    lawyer = Person("M. Davies", "lawyer")
    return key_changes.add_person(made.key_file, made.unlocked, lawyer, LAWYERS)


def ids(key_file: KeyFile, purpose: Purpose) -> list[str]:
    return [key.id for key in key_file.keys_for(purpose)]


# --- adding


def test_somebody_added_opens_with_the_keys_of_their_role(
    made: NewKeys, with_lawyer: KeyFile
) -> None:
    lawyer = keys.unlock(with_lawyer, LAWYERS)
    assert (lawyer.person, lawyer.first) == (Person("M. Davies", "lawyer"), True)
    assert lawyer.store_keys == (made.store_key,)
    assert lawyer.keys.advice == made.unlocked.keys.advice
    assert lawyer.keys.audit_private == {}
    assert len(lawyer.keys.own) == 1
    assert lawyer.keys.own.keys().isdisjoint(made.unlocked.keys.own)
    assert lawyer.keys.own.items() <= keys.unlock(with_lawyer, made.recovery_code).keys.own.items()
    assert keys.refreshed(with_lawyer, made.unlocked).keys.own == made.unlocked.keys.own


@pytest.mark.parametrize(
    "name", ["Siân Puw", " Sia\u0302n Puw ", "siân  PUW", "", "S.\nPuw", "Recovery code"]
)
def test_a_name_that_cannot_be_told_from_anothers_is_refused(made: NewKeys, name: str) -> None:
    with pytest.raises(RefusedError, match=r"nothing was (changed|made)"):
        key_changes.add_person(made.key_file, made.unlocked, Person(name, "lawyer"), LAWYERS)


def test_a_name_is_kept_composed(made: NewKeys) -> None:
    changed = key_changes.add_person(
        made.key_file, made.unlocked, Person(" Elin Re\u0302s ", "administrator"), LAWYERS
    )
    assert changed.slots[-1].person.name == "Elin R\u00eas"


@pytest.mark.parametrize("passphrase", ["", "short", "password1234", "Elin Rees Elin"])
def test_a_weak_first_passphrase_is_refused(made: NewKeys, passphrase: str) -> None:
    with pytest.raises(WeakPassphraseError):
        key_changes.add_person(
            made.key_file, made.unlocked, Person("Elin Rees", "administrator"), passphrase
        )


def test_there_are_three_roles(made: NewKeys) -> None:
    with pytest.raises(RefusedError, match="There is no role"):
        key_changes.add_person(made.key_file, made.unlocked, Person("E", "deputy"), LAWYERS)
    with pytest.raises(RefusedError, match="There is no role"):
        key_changes.change_role(made.key_file, made.unlocked, CHAIR.name, "deputy")


# --- passphrases


def test_a_passphrase_is_changed_and_what_it_opened_stays(made: NewKeys) -> None:
    slot_id = made.unlocked.slot_id
    changed = key_changes.change_passphrase(made.key_file, slot_id, PASSPHRASE, ANOTHER)
    assert keys.unlock(changed, ANOTHER) == made.unlocked
    with pytest.raises(WrongPassphraseError):
        keys.unlock(changed, PASSPHRASE)
    assert keys.unlock(changed, made.recovery_code).keys.own == made.unlocked.keys.own


def test_a_first_passphrase_gives_way_to_a_new_pair_and_a_new_own_key(
    made: NewKeys, with_lawyer: KeyFile
) -> None:
    before = keys.unlock(with_lawyer, LAWYERS)
    changed = key_changes.change_passphrase(with_lawyer, before.slot_id, LAWYERS, ANOTHER)
    after = keys.unlock(changed, ANOTHER)
    assert (after.slot_id, after.person, after.first) == (before.slot_id, before.person, False)
    assert after.private != before.private
    assert after.store_keys == before.store_keys
    assert after.keys.advice == before.keys.advice
    assert after.keys.own.keys().isdisjoint(before.keys.own)
    assert len(changed.own_keys_of(after.slot_id)) == 1
    assert after.keys.own.items() <= keys.unlock(changed, made.recovery_code).keys.own.items()


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("pedwar llyffant 48", ANOTHER, WrongPassphraseError),
        (PASSPHRASE, "short", WeakPassphraseError),
        (PASSPHRASE, "Siân Puw Siân", WeakPassphraseError),
        (PASSPHRASE, PASSPHRASE, WeakPassphraseError),
    ],
)
def test_a_passphrase_that_cannot_be_changed_is_not(
    made: NewKeys, old: str, new: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind, match=r"nothing was (changed|made)"):
        key_changes.change_passphrase(made.key_file, made.unlocked.slot_id, old, new)


def test_the_recovery_code_gives_a_chair_a_new_passphrase_and_their_own_notes(
    made: NewKeys,
) -> None:
    recovery = keys.unlock(made.key_file, made.recovery_code)
    changed = key_changes.reset_passphrase(made.key_file, recovery, CHAIR.name, ANOTHER)
    again = keys.unlock(changed, ANOTHER)
    assert again.slot_id == made.unlocked.slot_id
    assert (again.keys, again.store_keys, again.first) == (
        made.unlocked.keys,
        made.unlocked.store_keys,
        False,
    )
    with pytest.raises(WrongPassphraseError):
        keys.unlock(changed, PASSPHRASE)


def test_only_the_recovery_code_does_and_only_for_a_chair(
    made: NewKeys, with_lawyer: KeyFile
) -> None:
    recovery = keys.unlock(with_lawyer, made.recovery_code)
    with pytest.raises(RefusedError, match=r"M\. Davies is none"):
        key_changes.reset_passphrase(with_lawyer, recovery, "M. Davies", ANOTHER)
    with pytest.raises(RefusedError):
        key_changes.reset_passphrase(with_lawyer, made.unlocked, CHAIR.name, ANOTHER)
    with pytest.raises(NotFoundError, match="Nobody called"):
        key_changes.reset_passphrase(with_lawyer, recovery, "D. Morgan", ANOTHER)


# --- roles and removal


def test_a_lawyer_who_is_one_no_more_holds_no_advice_key_that_is_written_under(
    made: NewKeys, with_lawyer: KeyFile
) -> None:
    changed = key_changes.change_role(with_lawyer, made.unlocked, "M. Davies", "administrator")
    administrator, chair = keys.unlock(changed, LAWYERS), keys.refreshed(changed, made.unlocked)
    assert (administrator.keys.advice, administrator.keys.advice_now) == ({}, None)
    assert administrator.keys.own == keys.unlock(with_lawyer, LAWYERS).keys.own
    new, old = ids(changed, Purpose.ADVICE)
    assert [old] == ids(with_lawyer, Purpose.ADVICE)
    assert chair.keys.advice_now == new
    assert list(chair.keys.advice) == [new, old]
    assert len(ids(changed, Purpose.AUDIT)) == 1
    done = key_changes.without_old(changed, Purpose.ADVICE)
    assert list(keys.refreshed(done, made.unlocked).keys.advice) == [new]
    assert list(keys.unlock(done, made.recovery_code).keys.advice) == [new]


def test_a_chair_who_becomes_lawyer_leaves_a_new_audit_pair(
    made: NewKeys, with_lawyer: KeyFile
) -> None:
    both = key_changes.change_role(with_lawyer, made.unlocked, "M. Davies", "chair")
    assert len(keys.unlock(both, LAWYERS).keys.audit_private) == 1
    changed = key_changes.change_role(both, made.unlocked, "M. Davies", "lawyer")
    lawyer, chair = keys.unlock(changed, LAWYERS), keys.refreshed(changed, made.unlocked)
    assert lawyer.keys.audit_private == {}
    assert list(chair.keys.audit_private) == ids(changed, Purpose.AUDIT)
    assert len(chair.keys.audit_private) == 2  # the old lines stay sealed to the old pair
    assert lawyer.keys.audit_public == chair.keys.audit_public
    assert chair.keys.audit_public[0] == ids(changed, Purpose.AUDIT)[0]
    assert len(ids(changed, Purpose.ADVICE)) == 1


def test_a_new_chair_reads_the_audit_of_before(made: NewKeys, with_lawyer: KeyFile) -> None:
    both = key_changes.change_role(with_lawyer, made.unlocked, "M. Davies", "chair")
    back = key_changes.change_role(both, made.unlocked, "M. Davies", "lawyer")
    deputy = key_changes.add_person(back, made.unlocked, Person("E. Rees", "chair"), ANOTHER)
    assert len(keys.unlock(deputy, ANOTHER).keys.audit_private) == 2


def test_somebody_removed_leaves_new_keys_and_their_own_under_the_recovery_code(
    made: NewKeys, with_lawyer: KeyFile
) -> None:
    own = keys.unlock(with_lawyer, LAWYERS).keys.own
    changed = key_changes.remove_person(with_lawyer, made.unlocked, "M. Davies")
    with pytest.raises(WrongPassphraseError):
        keys.unlock(changed, LAWYERS)
    with pytest.raises(NotFoundError):
        keys.unlock(changed, LAWYERS, user="M. Davies")
    chair = keys.refreshed(changed, made.unlocked)
    assert chair.store_keys[1:] == (made.store_key,)
    assert len(chair.keys.advice) == 2
    assert len(chair.keys.audit_private) == 1
    assert own.items() <= keys.unlock(changed, made.recovery_code).keys.own.items()
    assert chair.keys.own == made.unlocked.keys.own


def test_the_last_chair_stays(made: NewKeys, with_lawyer: KeyFile) -> None:
    for change in (
        lambda: key_changes.change_role(with_lawyer, made.unlocked, CHAIR.name, "lawyer"),
        lambda: key_changes.remove_person(with_lawyer, made.unlocked, CHAIR.name),
    ):
        with pytest.raises(RefusedError, match="the only chair"):
            change()


def test_nobody_removes_themselves(made: NewKeys, with_lawyer: KeyFile) -> None:
    both = key_changes.change_role(with_lawyer, made.unlocked, "M. Davies", "chair")
    with pytest.raises(RefusedError, match="cannot remove yourself"):
        key_changes.remove_person(both, made.unlocked, CHAIR.name)
    deputy = keys.unlock(both, LAWYERS)
    left = key_changes.remove_person(both, deputy, CHAIR.name)
    assert keys.refreshed(left, deputy).person.name == "M. Davies"


def test_a_name_may_come_again_and_is_another_person(made: NewKeys, with_lawyer: KeyFile) -> None:
    before = keys.unlock(with_lawyer, LAWYERS).slot_id
    left = key_changes.remove_person(with_lawyer, made.unlocked, "M. Davies")
    again = key_changes.add_person(left, made.unlocked, Person("M. Davies", "lawyer"), LAWYERS)
    assert keys.unlock(again, LAWYERS).slot_id != before


def test_nobody_who_is_not_there_is_changed(made: NewKeys) -> None:
    for change in (
        lambda: key_changes.change_role(made.key_file, made.unlocked, "D. Morgan", "lawyer"),
        lambda: key_changes.remove_person(made.key_file, made.unlocked, "D. Morgan"),
    ):
        with pytest.raises(NotFoundError, match=r"D\. Morgan"):
            change()


# --- any changes in any order

NAMES = ("A. Ash", "B. Birch", "C. Cedar")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(NAMES), st.sampled_from(ROLES)),
        st.tuples(st.just("role"), st.sampled_from((CHAIR.name, *NAMES)), st.sampled_from(ROLES)),
        st.tuples(st.just("remove"), st.sampled_from((CHAIR.name, *NAMES)), st.just("")),
        st.tuples(st.just("passphrase"), st.sampled_from(NAMES), st.just("")),
        st.tuples(st.just("settle"), st.just(""), st.just("")),
    ),
    max_size=9,
)


@dataclass
class World:
    """Who there ought to be, by an account that is kept apart from the key file."""

    key_file: KeyFile
    code: str
    roles: dict[str, str]
    secrets: dict[str, str]
    gone: list[Unlocked] = field(default_factory=list)
    said: int = 0

    def new_secret(self) -> str:
        self.said += 1
        return f"gafr wyllt {self.said} o'r mynydd pell"

    def chair(self) -> Unlocked:
        name = next(name for name, role in self.roles.items() if role == "chair")
        return keys.unlock(self.key_file, self.secrets[name], user=name)

    def take(self, step: tuple[str, str, str]) -> None:
        kind, name, role = step
        actor = self.chair()
        if kind == "add":
            secret = self.new_secret()
            self.key_file = key_changes.add_person(self.key_file, actor, Person(name, role), secret)
            self.roles[name], self.secrets[name] = role, secret
        elif kind == "role":
            self.key_file = key_changes.change_role(self.key_file, actor, name, role)
            self.roles[name] = role
        elif kind == "remove":
            leaver = keys.unlock(self.key_file, self.secrets.get(name, PASSPHRASE), user=name)
            self.key_file = key_changes.remove_person(self.key_file, actor, name)
            self.gone.append(leaver)
            del self.roles[name], self.secrets[name]
        elif kind == "passphrase":
            secret = self.new_secret()
            slot = keys.slot_named(self.key_file, name)
            self.key_file = key_changes.change_passphrase(
                self.key_file, slot.id, self.secrets[name], secret
            )
            self.secrets[name] = secret
        else:
            self.key_file = key_changes.without_old(self.key_file, Purpose.STORE)
            self.key_file = key_changes.without_old(self.key_file, Purpose.ADVICE)


def hold_to_account(world: World) -> None:
    """What must be so after every change."""
    kept = world.key_file
    assert "chair" in world.roles.values()
    assert {slot.person.name: slot.person.role for slot in kept.people()} == world.roles
    recovery = keys.unlock(kept, world.code).keys
    assert set(recovery.own) == {key.id for key in kept.keys_for(Purpose.OWN)}
    owners = []
    for name, role in world.roles.items():
        opened = keys.unlock(kept, world.secrets[name], user=name)
        held = opened.keys
        assert opened.person == Person(name, role)
        assert len(opened.store_keys) == len(kept.keys_for(Purpose.STORE))
        advice = ids(kept, Purpose.ADVICE) if role != "administrator" else []
        audit = ids(kept, Purpose.AUDIT) if role == "chair" else []
        assert (list(held.advice), list(held.audit_private)) == (advice, audit)
        assert held.advice.items() <= recovery.advice.items()
        assert held.own_now in held.own
        assert held.own.items() <= recovery.own.items()
        owners += list(held.own)
        slot = next(slot for slot in kept.slots if slot.id == opened.slot_id)
        assert set(slot.keys) == {
            *ids(kept, Purpose.STORE), *advice, *audit, *held.own,
        }  # fmt: skip
    assert len(owners) == len(set(owners)) == len(world.roles)
    for leaver in world.gone:
        with pytest.raises(NotFoundError):
            keys.refreshed(kept, leaver)
        for slot in kept.slots:
            with pytest.raises(DamagedKeyFileError):
                keys.secrets_of(kept, slot, leaver.private)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_changes_leave_everybody_their_own_keys_and_nobody_else_any(
    made: NewKeys, steps: list[tuple[str, str, str]]
) -> None:
    secrets = {CHAIR.name: PASSPHRASE}
    world = World(made.key_file, made.recovery_code, {CHAIR.name: "chair"}, secrets)
    hold_to_account(world)
    for step in steps:
        before = world.key_file
        try:
            world.take(step)
        except (RefusedError, NotFoundError):
            assert world.key_file is before
        hold_to_account(world)
