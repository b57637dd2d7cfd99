"""Profiles as data: the shipped ones, a folder's, and what a person makes and saves."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import NotFoundError, RefusedError, UnreadableFileError
from ehp_desktop.models.fields import FIELDS
from ehp_desktop.review.intake.previewing import look, preview
from ehp_desktop.review.intake.profile_making import (
    profile_from_matching,
    profile_text,
    save_profile,
    with_spelling,
)
from ehp_desktop.review.intake.profiles import (
    SHIPPED,
    fold_header,
    load_profile,
    load_profiles,
    profile_named,
)
from ehp_desktop.review.intake.reading import read_incoming

D = dt.date(2021, 9, 30)


def test_the_shipped_profiles_say_what_the_contract_says() -> None:
    profiles = load_profiles()
    assert tuple(profiles) == SHIPPED
    assert set(profiles["extract"].table("children").columns) == {field.key for field in FIELDS}
    for name in ("ssda903", "annex-a"):
        assert profiles[name].asserted == {"ceased_date", "ceased_reason"}
    assert profiles["extract"].asserted == frozenset()
    assert set(profiles["annex-a"].table("children").columns) == {
        "child_id", "date_of_birth", "looked_after_since", "legal_status_date", "legal_status",
        "last_review_date", "last_visit_date", "moves_12_months", "ceased_date", "ceased_reason",
        "placement_start", "placement_code", "out_of_county", "team", "social_worker",
    }  # fmt: skip


def test_a_header_is_folded_over_case_spaces_underscores_and_quotes() -> None:
    assert fold_header(" Child’s  LEGAL_status\n") == fold_header("child's legal status")
    assert fold_header("child_id") == fold_header("Child ID") != fold_header("child-id")


def test_a_profile_is_named_in_any_case_and_a_wrong_name_is_refused() -> None:
    profiles = load_profiles()
    assert profile_named(profiles, " Annex-A ").name == "annex-a"
    with pytest.raises(NotFoundError, match="extract, ssda903, annex-a, outcomes"):
        profile_named(profiles, "other")


OWN = """
name = "Mosaic"
date_formats = ["dd Mon yyyy"]

[tables.children]
required = ["child_id", "date_of_birth"]
[tables.children.columns]
child_id = { headers = ["Person No."], patterns = ["person (no|number)"] }
date_of_birth = { headers = ["D.O.B."] }
long_term = { headers = ["Permanent?"], values = { "To 18" = "yes", "Short" = "no" } }
"""


def test_a_folder_of_profiles_is_read_and_one_may_take_a_shipped_ones_place(tmp_path: Path) -> None:
    (tmp_path / "mosaic.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "extract.toml").write_text(OWN.replace("Mosaic", "extract"), encoding="utf-8")
    profiles = load_profiles(tmp_path)
    assert set(profiles) == {*SHIPPED, "Mosaic"}
    assert profiles["extract"].knows("Person No.")
    assert profiles["Mosaic"].knows("PERSON NUMBER")
    assert load_profiles(tmp_path / "none") == load_profiles()


def test_an_export_is_read_by_a_profile_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "mosaic.toml").write_text(OWN, encoding="utf-8")
    file = tmp_path / "export.csv"
    file.write_text("Person No.|D.O.B.|Permanent?\n7|04 May 2015|to_18\n8|05/05/2015|Short\n")
    incoming = read_incoming([file], code_set=CodeSet.WALES, as_of=D, folder=tmp_path)
    assert incoming.profile == "Mosaic"
    (child,) = incoming.children
    assert child.values["date_of_birth"] == dt.date(2015, 5, 4)
    assert child.values["long_term"] is True
    assert incoming.refused_ids == {"8"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("name =", "nmae ="), "nmae"),
        (('"dd Mon yyyy"', '"mm/dd/yyyy"'), "mm/dd/yyyy"),
        (("long_term =", "permanent ="), "permanent is not a field"),
        (("(no|number)", "(no|number"), "unterminated|missing"),
        (("Mosaic", "../x"), "name"),
        (('["child_id", ', '["child_id", "team", '), "team has no column"),
        (("tables.children", "tables.people"), "people"),
        (("headers =", "header ="), "header means nothing"),
        (("[tables", "words_of = 'x'\n[tables"), "words_of|x"),
        (('name = "Mosaic"', "name = "), "Invalid"),
    ],
)
def test_a_profile_that_says_something_wrong_is_refused_by_name(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN.replace(*change, 1), encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=f"mine.toml cannot be used .*({said})"):
        load_profile(path)


def test_a_pattern_of_words_that_is_wrong_is_found_when_the_profile_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN + "[words.codes.placement]\nP1 = ['(']\n", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=r"mine\.toml"):
        load_profile(path)


MATCHED = {
    "Ref": "child_id", "Born": "date_of_birth", "Where": "placement_code", "Notes": None,
    "Inside?": "out_of_county",
}  # fmt: skip


def test_a_profile_made_by_matching_reads_as_its_base_does_and_is_saved(tmp_path: Path) -> None:
    base = load_profiles()["annex-a"]
    made = profile_from_matching(
        "Our list", MATCHED, base=base, spellings={"placement_code": {"At home": "P1"}}
    )
    path = save_profile(made, tmp_path / "profiles")
    assert load_profile(path) == made
    file = tmp_path / "export.csv"
    file.write_text(
        "Ref,Born,Where,Notes,Inside?\n1,01/02/2010,at HOME,x,In LA\n"
        "2,01/02/2010,P1 - Placed with parents,,Out\n3,01/02/2010,H5 - Placed with parents,,Out\n"
    )
    incoming = read_incoming([file], code_set=CodeSet.WALES, as_of=D, folder=path.parent)
    assert incoming.profile == "Our list"
    assert [child.values["placement_code"] for child in incoming.children] == ["P1", "P1"]
    assert [child.values["out_of_county"] for child in incoming.children] == [False, True]
    assert incoming.refused_ids == {"3"}


def test_a_spelling_that_was_refused_may_be_added(tmp_path: Path) -> None:
    annex = load_profiles()["annex-a"]
    wider = with_spelling(annex, "placement_code", "H5 - Placed with own parents", "P1")
    save_profile(wider, tmp_path)
    loaded = load_profiles(tmp_path)["annex-a"]
    assert loaded.table("children") == wider.table("children")
    assert loaded.words == annex.words
    with pytest.raises(RefusedError, match="no column for court"):
        with_spelling(annex, "court", "x", "y")


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=4), st.text())
def test_any_spelling_is_written_and_read_back(spellings: dict[str, str], label: str) -> None:
    import tomllib

    from ehp_desktop.review.intake.profiles import _profile

    clean = {
        key: value for key, value in spellings.items() if key.isprintable() and value.isprintable()
    }
    base = load_profiles()["extract"]
    made = profile_from_matching(
        "x",
        {"A": "child_id", "B": "date_of_birth", "C": "team"},
        base=base,
        spellings={"team": clean},
        label="".join(filter(str.isprintable, label)),
        sheet="Sheet (1) [a+b]",
    )
    assert _profile(tomllib.loads(profile_text(made)), shipped=False) == made
    assert made.tables[0].takes_sheet("sheet_(1) [A+B]")
    assert not made.tables[0].takes_sheet("Sheet 1")


@pytest.mark.parametrize(
    ("name", "matched", "said"),
    [
        ("x", {"A": "child_id"}, "No column is matched with date_of_birth"),
        ("x", {"A": "child_id", "B": "date_of_birth", "C": "child_id"}, "“A” and “C”"),
        ("x", {"A": "child_id", "B": "date_of_birth", "C": "ethnicity"}, "ethnicity is not"),
        ("a/b", {"A": "child_id", "B": "date_of_birth"}, "cannot be a profile's name"),
    ],
)
def test_a_matching_that_cannot_be_is_refused(
    name: str, matched: dict[str, str | None], said: str
) -> None:
    with pytest.raises(RefusedError, match=said):
        profile_from_matching(name, matched, base=load_profiles()["extract"])
    with pytest.raises(RefusedError, match="more than one table"):
        profile_from_matching("x", {}, base=load_profiles()["ssda903"])


def test_a_file_that_no_profile_knows_can_be_looked_at_and_previewed(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("Our list\n\nRef;Born;Where\n1;01/02/2010;P1\n2;1/2/10;P1\n3;;F1\n")
    (sheet,) = look(file)
    assert (sheet.header_row, sheet.sheet) == (3, None)
    assert [(one.letter, one.header, one.examples) for one in sheet.columns] == [
        ("A", "Ref", ("1", "2", "3")), ("B", "Born", ("01/02/2010", "1/2/10")),
        ("C", "Where", ("P1", "F1")),
    ]  # fmt: skip
    made = profile_from_matching(
        "x", {"Ref": "child_id", "Born": "date_of_birth"}, base=load_profiles()["extract"]
    )
    seen = preview(file, made, code_set=CodeSet.WALES, as_of=D, rows=2)
    assert seen.fields == ("child_id", "date_of_birth")
    assert [(row.number, row.texts) for row in seen.rows] == [
        (4, ("1", "2010-02-01")), (5, ("2", ""))
    ]  # fmt: skip
    assert seen.rows[0].problems == ()
    assert "two-digit year" in seen.rows[1].problems[0]
    assert (seen.taken, seen.refused) == (1, 2)


def test_looking_proposes_what_the_nearest_profile_would_take(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("Title,,\nchild_id,Date of birth,Colour\n1,01/02/2010,red\n")
    (sheet,) = look(file)
    assert [one.field for one in sheet.columns] == ["child_id", "date_of_birth", None]
    empty = tmp_path / "blank.csv"
    empty.write_text("x\n")
    assert [one.header for one in look(empty)[0].columns] == ["x"]
