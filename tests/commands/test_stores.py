"""`init`, `check` and `demo`; the passphrase; what is remembered."""

import datetime as dt
import hashlib
import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.review import opening
from ehp_desktop.review.last_store import last_store, remember_store

RECOVERY_CODE = re.compile(r"([0-9A-Z]{5}-){7}[0-9A-Z]{5}\n")


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_init_makes_a_store_with_a_chair(
    console: Any, tmp_path: Path, passphrase: str, clock: Callable[[], dt.datetime]
) -> None:
    folder, file = tmp_path / "new", tmp_path / "recovery.txt"
    ran = console(
        "--store", folder, "init", "--authority", "Cyngor Môn", "--user", "Rh. Evans",
        "--code-set", "england", "--recovery-file", file, store=False,
    )  # fmt: skip
    assert (ran.status, ran.err) == (0, "")
    code = file.read_text(encoding="utf-8")
    assert RECOVERY_CODE.fullmatch(code)
    assert code.strip() not in ran.out
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o600
    [person] = opening.people(folder)
    assert (person.name, person.role) == ("Rh. Evans", "chair")
    opened = opening.unlock(folder, passphrase, write=False, clock=clock)
    assert (opened.authority, opened.code_set.value) == ("Cyngor Môn", "england")
    opened.close()
    assert last_store() == folder


def test_the_recovery_code_opens_the_store(
    console: Any, tmp_path: Path, clock: Callable[[], dt.datetime]
) -> None:
    folder, file = tmp_path / "new", tmp_path / "recovery.txt"
    console("--store", folder, "init", "--recovery-file", file, store=False)
    code = file.read_text(encoding="utf-8").strip()
    opening.unlock(folder, code, write=False, clock=clock).close()


def test_init_never_writes_over_a_recovery_file(console: Any, tmp_path: Path) -> None:
    folder, file = tmp_path / "new", tmp_path / "recovery.txt"
    file.write_text("another store's\n", encoding="utf-8")
    ran = console("--store", folder, "init", "--recovery-file", file, store=False)
    assert (ran.status, ran.out) == (1, "")
    assert "does not exist yet" in ran.err
    assert file.read_text(encoding="utf-8") == "another store's\n"
    assert not folder.exists()


def test_init_leaves_no_recovery_file_where_it_made_no_store(console: Any, tmp_path: Path) -> None:
    file = tmp_path / "recovery.txt"
    before = fingerprints(console.store)
    ran = console("init", "--recovery-file", file)  # where there is a store already
    assert (ran.status, ran.out) == (1, "")
    assert not file.exists()
    assert fingerprints(console.store) == before


def test_init_refuses_a_weak_passphrase(
    console: Any, tmp_path: Path, passphrase_file: Path
) -> None:
    passphrase_file.write_text("password1234\n", encoding="utf-8")
    folder = tmp_path / "new"
    ran = console("--store", folder, "init", "--recovery-file", tmp_path / "r", store=False)
    assert (ran.status, ran.out) == (1, "")
    assert not (folder / "caseload.db").exists()


def test_check_says_the_store_is_whole_and_changes_no_byte(sample_console: Any) -> None:
    before = fingerprints(sample_console.store)
    assert sample_console.json("check") == {"ok": True, "problems": []}
    assert fingerprints(sample_console.store) == before


def test_check_of_a_damaged_store_is_one_and_says_what(sample_console: Any) -> None:
    database = max(sample_console.store.iterdir(), key=lambda path: path.stat().st_size)
    content = bytearray(database.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8192] = bytes(8192)
    database.write_bytes(content)
    ran = sample_console("check", "--format", "json")
    assert ran.status == 1
    assert ran.content["ok"] is False
    assert ran.content["problems"]
    assert len(ran.err.splitlines()) == 1


def test_a_mistyped_passphrase_is_one_line(console: Any, passphrase_file: Path) -> None:
    passphrase_file.write_text("tri llyffant gwyrdd 48\n", encoding="utf-8")
    ran = console("cases")
    assert (ran.status, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 1


def test_the_passphrase_is_compared_in_nfc_without_its_line_end(
    console: Any, passphrase_file: Path, passphrase: str
) -> None:
    passphrase_file.write_bytes(passphrase.encode() + b"\r\nmore")
    assert console("cases").status == 0


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00"])
def test_an_unreadable_passphrase_file_is_told(
    console: Any, passphrase_file: Path, content: bytes
) -> None:
    passphrase_file.write_bytes(content)
    ran = console("cases")
    assert (ran.status, ran.out) == (1, "")
    assert str(passphrase_file) in ran.err


def test_nobody_of_that_name(console: Any) -> None:
    ran = console("--user", "Nobody", "cases")
    assert (ran.status, ran.out) == (1, "")


def test_the_store_opened_last_is_the_one_meant(console: Any) -> None:
    assert console("cases").status == 0
    assert last_store() == console.store
    assert console("cases", store=False).status == 0


def test_ehp_store_names_it(console: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EHP_STORE", str(console.store))
    assert console("cases", store=False).status == 0


def test_without_a_store_it_says_how_to_name_one(console: Any) -> None:
    ran = console("cases", store=False)
    assert (ran.status, ran.out) == (1, "")
    assert "--store" in ran.err
    assert "EHP_STORE" in ran.err


def test_a_folder_without_a_store_is_told_before_a_passphrase_is_asked(
    console: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EHP_PASSPHRASE_FILE")
    ran = console("--store", tmp_path / "nothing", "cases", store=False)
    assert (ran.status, ran.out) == (1, "")
    assert "assphrase" not in ran.err


def test_demo_prints_where_things_are(console: Any, tmp_path: Path) -> None:
    ran = console("demo", "--dir", tmp_path / "demo", "--headless", "--format", "json", store=False)
    assert (ran.status, ran.err) == (0, "")
    assert list(ran.content) == ["store", "pdf", "passphrase_file", "as_of"]
    assert ran.content["as_of"] == "2021-09-30"
    for name in ("store", "pdf", "passphrase_file"):
        assert (tmp_path / "demo") in Path(ran.content[name]).parents
        assert Path(ran.content[name]).exists()
    assert Path(ran.content["store"]) not in Path(ran.content["passphrase_file"]).parents
    assert console.asked == []


def test_demo_opens_the_window_on_it_as_at_its_day(console: Any, tmp_path: Path) -> None:
    assert console("demo", "--dir", tmp_path / "demo", store=False).status == 0
    [asked] = console.asked
    assert (asked.folder, asked.as_of) == (tmp_path / "demo" / "store", dt.date(2021, 9, 30))
    assert asked.passphrase_file == tmp_path / "demo" / "passphrase.txt"


def test_demo_does_not_take_the_place_of_ones_own_store(console: Any, tmp_path: Path) -> None:
    remember_store(console.store)
    console("demo", "--dir", tmp_path / "demo", "--headless", store=False)
    assert last_store() == console.store


def test_without_a_command_the_window_opens(console: Any) -> None:
    assert console("--language", "cy", "--user", "Rh. Evans").status == 0
    [asked] = console.asked
    assert asked.folder == console.store
    assert (asked.user, asked.language, asked.as_of) == ("Rh. Evans", "cy", None)


def on_a_terminal(words: list[str], typed: list[str], env: dict[str, str]) -> tuple[str, str, int]:
    """Run a program with a terminal of its own; what it printed there, on stdout, and its end."""
    import fcntl
    import termios

    master, slave = pty.openpty()

    def own_terminal() -> None:
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        words, stdin=slave, stdout=subprocess.PIPE, stderr=slave, env=env,
        start_new_session=True, preexec_fn=own_terminal, pass_fds=[slave],
    )  # fmt: skip
    os.close(slave)
    seen = b""
    for line in typed:
        while not seen.rstrip().endswith(b":"):
            ready, _, _ = select.select([master], [], [], 30)
            assert ready, seen
            seen += os.read(master, 4096)
        os.write(master, line.encode() + b"\n")
        seen += b"(typed)"  # what is typed before the next question would be thrown away
    out, _ = process.communicate(timeout=60)
    while select.select([master], [], [], 0)[0]:
        try:
            more = os.read(master, 4096)
        except OSError:
            break
        if not more:
            break
        seen += more
    os.close(master)
    return seen.decode(), out.decode(), process.returncode


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are not of Windows")
def test_on_a_terminal_the_passphrase_is_asked_and_the_code_shown_there(
    tmp_path: Path, passphrase: str
) -> None:
    folder = tmp_path / "new"
    words = [sys.executable, "-m", "ehp_desktop", "--store", str(folder), "init", "--user", "Rh."]
    shown, out, status = on_a_terminal(words, [passphrase, passphrase], dict(os.environ))
    assert status == 0
    assert passphrase not in shown
    assert RECOVERY_CODE.search(shown.replace("\r", ""))
    assert not RECOVERY_CODE.search(out)
    assert (folder / "keys.json").exists()


def test_without_a_terminal_or_recovery_file_init_makes_nothing(
    program_for_real: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
    passphrase_file: Path,
) -> None:
    ran = program_for_real("--store", tmp_path / "new", "init")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "--recovery-file" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    assert not (tmp_path / "new").exists()


def test_without_a_terminal_or_passphrase_file_it_says_so(
    program_for_real: Callable[..., subprocess.CompletedProcess[str]],
    console: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("EHP_PASSPHRASE_FILE")
    ran = program_for_real("--store", console.store, "cases")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "EHP_PASSPHRASE_FILE" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
