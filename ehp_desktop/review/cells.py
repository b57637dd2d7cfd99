"""Texts in the cells of a spreadsheet."""

_STARTS_A_FORMULA = tuple("=+-@＝＋－＠|\t\r\n")


def safe_cell(text: str) -> str:
    """A text on one line that no spreadsheet takes for a formula.

    One that begins like a formula is led by an apostrophe, the spreadsheets' own mark of text.
    """
    dangerous = text.lstrip(" \u00a0").startswith(_STARTS_A_FORMULA)
    one_line = " ".join(text.replace("\t", " ").split("\n")).replace("\r", " ")
    return f"'{one_line}" if dangerous else one_line
