import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from ehp_desktop.models import errors, keys, making, reads, sealing, store_opening
from ehp_desktop.models.codes import CodeSet

Clock = Callable[[], dt.datetime]


@pytest.fixture
def weak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)


@pytest.fixture
def make_new(weak: None, passphrase: str) -> Callable[..., str]:
    def make(folder: Path, **other: str) -> str:
        return making.create_store(
            folder,
            authority="Cyngor Môn",
            code_set=CodeSet.ENGLAND,
            person_name=other.get("person_name", "S. Puw"),
            passphrase=other.get("passphrase", passphrase),
        )

    return make


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_store_is_empty_and_knows_whose_it_is(
    make_new: Callable[..., str], tmp_path: Path, passphrase: str, clock: Clock
) -> None:
    code = make_new(tmp_path / "deep" / "store")
    for secret in (passphrase, code):
        with store_opening.open_store(
            tmp_path / "deep" / "store", secret, write=True, clock=clock
        ) as opened:
            assert (opened.authority, opened.code_set) == ("Cyngor Môn", CodeSet.ENGLAND)
            assert opened.person.role == "chair"
            with opened.reading() as session:
                assert reads.children(session) == []
                assert reads.surgeries(session) == []
                assert reads.last_import(session) is None


def test_a_closed_store_is_four_files_and_its_backups(
    make_new: Callable[..., str], tmp_path: Path, passphrase: str, clock: Clock
) -> None:
    make_new(tmp_path / "store")
    store_opening.open_store(tmp_path / "store", passphrase, write=True, clock=clock).close()
    names = {path.name for path in (tmp_path / "store").iterdir()}
    assert names == {"caseload.db", "keys.json", "head.bin", "writer.lock", "backups"}


def test_a_weak_passphrase_makes_nothing(make_new: Callable[..., str], tmp_path: Path) -> None:
    with pytest.raises(errors.WeakPassphraseError):
        make_new(tmp_path / "store", passphrase="password1234")
    assert list(tmp_path.iterdir()) == []


def test_a_synchronised_folder_makes_nothing(make_new: Callable[..., str], tmp_path: Path) -> None:
    with pytest.raises(errors.StoreFolderError, match="OneDrive"):
        make_new(tmp_path / "OneDrive - Council" / "store")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_is_left_alone(
    make_new: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(errors.StoreFolderError, match="not empty"):
        make_new(tmp_path)
    with pytest.raises(errors.StoreFolderError, match="is a file"):
        make_new(tmp_path / "letter.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_store_is_not_made_over_a_store(make_new: Callable[..., str], tmp_path: Path) -> None:
    make_new(tmp_path / "store")
    before = contents(tmp_path)
    with pytest.raises(errors.StoreFolderError, match="not empty"):
        make_new(tmp_path / "store")
    assert contents(tmp_path) == before


@pytest.mark.parametrize("there", [True, False])
def test_a_making_that_fails_leaves_what_was_there(
    make_new: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    folder = tmp_path / "store"
    if there:
        folder.mkdir()

    def full(*_: object) -> None:
        raise errors.DiskError("full")

    monkeypatch.setattr(making, "_first_tables", full)
    with pytest.raises(errors.DiskError):
        make_new(folder)
    assert folder.exists() == there
    assert list(tmp_path.rglob("*")) == ([folder] if there else [])


@pytest.mark.parametrize("moved", [(), ("keys.json",)])
def test_what_a_killed_making_left_is_cleared_by_the_next(
    make_new: Callable[..., str],
    tmp_path: Path,
    passphrase: str,
    clock: Clock,
    moved: tuple[str, ...],
) -> None:
    folder = tmp_path / "store"
    make_new(folder)
    (folder / ".unfinished").mkdir()
    for name in {"keys.json", "caseload.db"} - set(moved):
        (folder / name).rename(folder / ".unfinished" / name)
    with pytest.raises(errors.StoreFolderError):
        store_opening.open_store(folder, passphrase, write=False, clock=clock)
    make_new(folder)
    store_opening.open_store(folder, passphrase, write=True, clock=clock).close()
    assert not (folder / ".unfinished").exists()


@pytest.mark.parametrize("name", ["", "  ", "S.\nPuw", "\udce9"])
def test_a_name_that_cannot_be_written_down_makes_nothing(
    make_new: Callable[..., str], tmp_path: Path, name: str
) -> None:
    with pytest.raises(errors.RefusedError, match="nothing was made"):
        make_new(tmp_path / "store", person_name=name)
    assert list(tmp_path.iterdir()) == []


def test_a_name_is_kept_composed(make_new: Callable[..., str], tmp_path: Path) -> None:
    make_new(tmp_path / "store", person_name=" Sia\u0302n ")
    assert [person.name for person in keys.people_of(tmp_path / "store")] == ["Si\u00e2n"]
