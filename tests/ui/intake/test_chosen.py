"""What is chosen, and what is decided: plain values."""

import datetime as dt
from pathlib import Path

from ehp_desktop.ui.intake.chosen import Chosen, importable
from ehp_desktop.ui.intake.decisions import Decisions, Left

DAY = dt.date(2021, 9, 30)
A, B = Path("/a/header.csv"), Path("/b/header.csv")


def test_a_file_chosen_twice_is_one() -> None:
    assert Chosen((A,), DAY).with_files((B, A)).paths == (A, B)


def test_other_files_have_their_encoding_told_anew() -> None:
    chosen = Chosen((A,), DAY, profile="extract", encoding="Windows-1252")

    assert chosen.with_files((B,)).encoding is None
    assert chosen.without_file(A) == Chosen((), DAY, profile="extract")


def test_a_drop_is_sorted_into_what_can_be_read_and_what_not(tmp_path: Path) -> None:
    sheet, picture, folder = tmp_path / "List 8.XLSX", tmp_path / "photo.png", tmp_path / "x.csv"
    sheet.touch()
    picture.touch()
    folder.mkdir()

    assert importable([sheet, picture, folder]) == ((sheet,), ("photo.png", "x.csv"))


def test_decisions_are_taken_and_taken_back() -> None:
    decisions = Decisions()
    left = Left(DAY, "E4")

    decisions.clear([("1", "team"), ("2", "team")], clear=True)
    decisions.clear([("1", "team")], clear=False)
    decisions.mark_left(["7", "8"], left)
    decisions.mark_left(["8", "9"], None)

    assert decisions.cleared == {("2", "team")}
    assert decisions.left == {"7": left}
    assert not decisions.nothing
