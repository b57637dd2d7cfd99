import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ehp_desktop.models import errors
from ehp_desktop.models.checking import check_store
from ehp_desktop.review import people
from ehp_desktop.review.actor import Role
from ehp_desktop.review.opening import OpenStore

OpenAs = Callable[..., OpenStore]
FIRST = "deg llygoden fach 88"


def change(opened: OpenStore, kind: str) -> None:
    """Change what the key file says of Nia, who is an administrator."""
    if kind == "role":
        people.change_role(opened, "Nia", Role.LAWYER)
    elif kind == "added":
        people.add_person(opened, "Elin", Role.LAWYER, "un ar ddeg o frain 9")


@pytest.mark.parametrize(("kind", "name"), [("role", "Nia"), ("added", "Elin")])
def test_a_key_file_that_was_put_back_is_found(
    opened_as: OpenAs, passphrase: str, tmp_path: Path, kind: str, name: str
) -> None:
    opened = opened_as(Role.CHAIR)
    folder = opened.store.folder
    people.add_person(opened, "Nia", Role.ADMINISTRATOR, FIRST)
    shutil.copy(folder / "keys.json", tmp_path / "keys.json")
    change(opened, kind)
    opened.close()
    assert check_store(folder, passphrase) == ()
    shutil.copy(tmp_path / "keys.json", folder / "keys.json")
    (problem,) = check_store(folder, passphrase)
    assert problem == (
        f"keys.json is not as it was last recorded: the role or passphrase of {name} is another."
    )


def test_a_first_passphrase_that_was_put_back_is_found(
    opened_as: OpenAs, passphrase: str, tmp_path: Path
) -> None:
    from ehp_desktop.review import opening

    opened = opened_as(Role.CHAIR)
    folder = opened.store.folder
    people.add_person(opened, "Nia", Role.ADMINISTRATOR, FIRST)
    opened.close()
    shutil.copy(folder / "keys.json", tmp_path / "keys.json")
    nia = opening.unlock(folder, FIRST, user="Nia", clock=opened.clock)
    people.change_passphrase(nia, FIRST, "un ar ddeg o frain 9").close()
    assert check_store(folder, passphrase) == ()
    shutil.copy(tmp_path / "keys.json", folder / "keys.json")
    with pytest.raises(errors.WrongPassphraseError):
        check_store(folder, "un ar ddeg o frain 9", user="Nia")
    (problem,) = check_store(folder, passphrase)
    assert "passphrase of Nia" in problem


def test_a_change_that_is_still_to_be_recorded_is_no_problem(
    opened_as: OpenAs, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = opened_as(Role.CHAIR)
    folder = opened.store.folder

    def killed(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        real, calls = people.finish_changes, [0]

        def second(store: object) -> None:
            calls[0] += 1
            killed(store) if calls[0] > 1 else real(store)  # type: ignore[arg-type]

        patch.setattr(people, "finish_changes", second)
        with pytest.raises(KeyboardInterrupt):
            people.add_person(opened, "Nia", Role.ADMINISTRATOR, FIRST)
    opened.close()
    assert check_store(folder, passphrase) == ()
