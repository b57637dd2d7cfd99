import pytest

from ehp_desktop.ui.tables.copying import as_html, as_tab_separated


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", " =", "|"])
def test_no_cell_becomes_a_formula(start: str) -> None:
    text = as_tab_separated(["Name"], [[f"{start}cmd|' /C calc'!A0"]])
    assert text.split("\n")[1].startswith("'")


def test_other_cells_are_as_they_were() -> None:
    text = as_tab_separated(["Child", "ID"], [["Siân <b> Pugh", "00123"], ["– n/a", ""]])
    assert text == "Child\tID\nSiân <b> Pugh\t00123\n– n/a\t\n"


def test_a_tab_or_a_line_end_does_not_break_the_block() -> None:
    assert as_tab_separated(["A"], [["one\ttwo\nthree"]]) == "A\none two three\n"


def test_html_keeps_every_cell_as_text() -> None:
    text = as_html(["Name"], [["=1+1"], ["<b>&"]])
    assert "=1+1</td>" in text
    assert "&lt;b&gt;&amp;</td>" in text
    assert text.count("mso-number-format:'\\@'") == 2
