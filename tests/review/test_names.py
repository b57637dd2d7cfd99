from collections.abc import Callable

import pytest

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.names import NameCover, child_name, initials, with_initials


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ioan ap Rhys", "I. ap R."),
        ("Cadi ferch Huw", "C. ferch H."),
        ("ap Rhys", "ap R."),
        ("Ap", "A."),
        ("Siân-Mai Lloyd-Jones", "S.-M. L.-J."),
        ("  Ŵyn   Ŷstwyth ", "Ŵ. Ŷ."),
        ("émile", "É."),
        ("x\u0302en", "X\u0302."),
        ("<b>Jo</b> & =cmd|", "B. C."),
        ("(Now) O'Neill", "N. O."),
        ("\u200fAnna", "A."),
        ("7", "7."),
        ("😀", "?"),
        ("—", "?"),
        ("", ""),
        ("   ", ""),
        (None, ""),
    ],
)
def test_initials(name: str | None, short: str) -> None:
    assert initials(name) == short


def test_a_row_with_initials_names_nobody(make_child: Callable[..., ChildRow]) -> None:
    row = make_child(carer_2_name="Huw Rhys", pr_holder_2_name="Dafydd Rhys")
    short = with_initials(row)
    assert child_name(short) == "I. ap R."
    assert (short.carer_1_name, short.carer_2_name) == ("M. R.", "H. R.")
    assert (short.pr_holder_1_name, short.pr_holder_2_name) == ("M. R.", "D. R.")
    assert not any("Rhys" in str(value) for value in short)


def test_the_authority_keeps_its_name(make_child: Callable[..., ChildRow]) -> None:
    row = make_child(pr_holder_2_name="Cyngor Abertawe", pr_holder_2_relationship="authority")
    assert with_initials(row).pr_holder_2_name == "Cyngor Abertawe"
    assert NameCover([row]).cover("Cyngor Abertawe") == "Cyngor Abertawe"


def test_who_is_recorded_stays_recorded(make_child: Callable[..., ChildRow]) -> None:
    short = with_initials(make_child(pr_holder_2_name="😀", carer_2_name=None, forename=None))
    assert short.pr_holder_2_name == "?"
    assert short.carer_2_name is None
    assert short.forename is None


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Re Ioan ap Rhys (a child)", "Re I. ap R. (a child)"),
        ("IOAN AP RHYS", "I. AP R."),
        ("Ioan_ap_Rhys.csv", "I. ap R..csv"),
        ("ap Rhys, Ioan", "ap R. I."),
        ("see Megan Rhys", "see M. R."),
        ("Ioan apart from Rhysian", "Ioan apart from Rhysian"),
        ("caseload.csv", "caseload.csv"),
    ],
)
def test_full_names_inside_other_texts(
    text: str, covered: str, make_child: Callable[..., ChildRow]
) -> None:
    assert NameCover([make_child()]).cover(text) == covered


def test_without_names_nothing_is_covered() -> None:
    assert NameCover([ChildRow("1", forename="Ioan")]).cover("Ioan") == "Ioan"
