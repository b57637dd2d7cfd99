"""Which store was opened last, and where settings are kept."""

import sys
from pathlib import Path

import pytest

from ehp_desktop.review.last_store import config_folder, last_store, remember_store


def test_none_was_opened_yet() -> None:
    assert last_store() is None


def test_the_one_opened_last_is_remembered_whole(tmp_path: Path) -> None:
    remember_store(tmp_path / "one")
    remember_store(tmp_path / "Tŷ Coch")
    assert last_store() == tmp_path / "Tŷ Coch"


def test_a_relative_folder_is_remembered_as_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    remember_store(Path("store"))
    assert last_store() == tmp_path / "store"


@pytest.mark.skipif(sys.platform == "win32", reason="modes are not of Windows")
def test_it_is_for_its_owner_alone(tmp_path: Path) -> None:
    remember_store(tmp_path)
    files = list(config_folder().iterdir())
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600]


def test_settings_that_cannot_be_written_stop_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("EHP_CONFIG_DIR", str(tmp_path / "file"))
    remember_store(tmp_path / "store")
    assert last_store() is None
