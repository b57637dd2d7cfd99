"""`backup`, `backups`, `restore` and `rescue` as commands, and what a store with a gap refuses."""

from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.commands import backups
from ehp_desktop.commands.cli import cli
from ehp_desktop.models import head
from ehp_desktop.models.keys import read_key_file, unlock


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (backups.backup, backups.backups, backups.restore, backups.rescue):
        monkeypatch.setitem(cli.commands, str(command.name), command)


def test_a_store_is_backed_up_lost_and_restored(sample_console: Any, tmp_path: Path) -> None:
    file = tmp_path / "copy.ehpbackup"
    made = sample_console.json("backup", file)
    assert (made["file"], made["records"] > 0, len(made["sha256"])) == (str(file), True, 64)
    assert sample_console("backup", file).status == 1
    sample_console("surgery", "new", "--date", "2021-10-04")
    assert len(sample_console.json("surgery", "list")["surgeries"]) == 1
    done = sample_console.json("restore", file)
    assert done["store"] == str(sample_console.store)
    assert Path(done["kept"]).is_dir()
    assert sample_console.json("surgery", "list")["surgeries"] == []
    assert sample_console.json("check")["ok"]


def test_writing_commands_end_with_a_backup_at_most_once_an_hour(
    sample_console: Any, tmp_path: Path
) -> None:
    (sample_console.store / "backups.json").unlink(missing_ok=True)
    before = sample_console.json("backups")["files"]
    for day in (4, 5, 6):
        assert sample_console("surgery", "new", "--date", f"2021-10-0{day}").status == 0
    shown = sample_console.json("backups")
    assert len(shown["files"]) == len(before) + 1
    (tmp_path / "second").mkdir()
    shown = sample_console.json("backups", "--folder", tmp_path / "second")
    assert shown["named"] == shown["folder"] == str(tmp_path / "second")
    assert sample_console.json("backups", "--own-folder")["named"] is None
    assert sample_console("backups", "--own-folder", "--folder", tmp_path).status == 2


def test_a_store_with_a_gap_is_not_written_and_is_rescued(
    sample_console: Any, passphrase: str, tmp_path: Path
) -> None:
    folder = sample_console.store
    keys = unlock(read_key_file(folder), passphrase).store_keys
    there = head.read(folder, keys)
    assert there is not None
    head.make(folder, keys[0], head.Head(there.seq + 2, bytes(32)))
    for words in (("surgery", "new", "--date", "2021-10-04"), ("backup", tmp_path / "no")):
        ran = sample_console(*words)
        assert (ran.status, ran.out) == (1, "")
        assert "The last 2 changes of this store" in ran.err
    assert sample_console("surgery", "list").status == 0
    ran = sample_console("rescue", "--out", tmp_path / "out", "--format", "json")
    assert ran.status == 3
    assert (ran.content["missing_changes"], ran.content["problems"]) == (2, [])
    assert all(one["lost"] == 0 for one in ran.content["tables"].values())
    sample_console.store = tmp_path / "out"
    assert sample_console.json("check")["ok"]
    ran = sample_console("rescue", "--out", tmp_path / "again")
    assert (ran.status, "No change is missing" in ran.out) == (0, True)


@pytest.mark.parametrize("content", [b"", b"text"])
def test_what_is_no_backup_is_one_line(sample_console: Any, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    ran = sample_console("restore", tmp_path / "other")
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)
