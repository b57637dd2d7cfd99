"""A code with words is taken when they agree, and refused with both readings when they do not."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from ehp_desktop.models.codes import CodeKind, CodeSet, known_codes
from ehp_desktop.models.fields import FIELD_BY_KEY
from ehp_desktop.review.intake.coded_words import CodedWords, coded_word_reader
from ehp_desktop.review.intake.profiles import load_profiles
from ehp_desktop.review.intake.values import Reader, ValueRefused

WORDS = load_profiles()["annex-a"].words


def reader(key: str, code_set: CodeSet = CodeSet.ENGLAND) -> Reader:
    return coded_word_reader(FIELD_BY_KEY[key], code_set, WORDS)


def refusal(key: str, text: str, code_set: CodeSet = CodeSet.ENGLAND) -> str:
    with pytest.raises(ValueRefused) as refused:
        reader(key, code_set)(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("placement_code", "U1", "U1"),
        ("placement_code", " u1 ", "U1"),
        ("placement_code", "f) U6", "U6"),
        ("placement_code", "U1: Foster placement - relatives - long term", "U1"),
        ("placement_code", "a) U1: Foster placement - relatives - long term", "U1"),
        ("placement_code", "Placed with own parents [P1]", "P1"),
        ("placement_code", "P1 - Placed with own\xa0parents/others with PR", "P1"),
        ("placement_code", "U3 - Foster placement with relative or friend- not long term", "U3"),
        ("placement_code", "U1 : U1 Foster placement with relative or friend", "U1"),
        ("placement_code", "K2 - Children’s Homes", "K2"),
        ("legal_status", "C2: FCO", "C2"),
        ("legal_status", "CLA - C1 - Interim Care Order", "C1"),
        ("legal_status", "V2: Single period under S20", "V2"),
        ("legal_status", "V2 - section 76", "V2"),
        ("ceased_reason", "k) E47: Special Guardianship Orders - relative/friend", "E47"),
        ("ceased_reason", "E4a - Planned return home to live with parents (no order)", "E4A"),
    ],
)
def test_a_code_alone_or_with_words_that_agree(key: str, text: str, code: str) -> None:
    assert reader(key)(text) == code


def test_blank_is_not_recorded() -> None:
    assert reader("placement_code")("  ") is None


@pytest.mark.parametrize(
    ("key", "text", "readings"),
    [
        ("placement_code", "H5 - Placed with own parents", ("H5", "P1")),
        ("placement_code", "U6 - Residential Accommodation", ("U6", "H5")),
        ("placement_code", "U1: Foster placement - not long term or FFA", ("U1", "those of U6")),
        ("placement_code", "P1: not placed with parents", ("P1", "“not placed")),
        ("placement_code", "U4 - Foster placement with relative or friend", ("U4", "U1", "Q1")),
        ("legal_status", "C1 - Full care order", ("C1", "C2")),
        ("legal_status", "C2 - Care order discharged", ("C2", "“care order discharged”")),
        ("legal_status", "C2 & E1", ("C2", "E1")),
        ("legal_status", "E1 - Placement order granted AND C2 - Full Care Order", ("E1", "C2")),
        ("legal_status", "Full care order", ("no code", "C2")),
        ("legal_status", "nonsense", ("no code", "not known")),
        ("ceased_reason", "E8-Supervision Order", ("E8", "“supervision order”")),
        ("placement_code", "U6A Placement with other foster carer", ("no code",)),
    ],
)
def test_words_that_do_not_agree_are_refused_and_both_readings_named(
    key: str, text: str, readings: tuple[str, ...]
) -> None:
    said = refusal(key, text)
    for reading in readings:
        assert reading in said
    assert "add this spelling" in said


def test_a_code_of_the_other_set_is_refused_and_says_which_set_knows_it() -> None:
    assert "(wales)" in refusal("placement_code", "F1 - Kinship")
    assert "(england)" in refusal("placement_code", "U6: Foster placement", CodeSet.WALES)


@pytest.mark.parametrize("kind", list(CodeKind))
def test_every_code_of_either_set_has_patterns_and_no_other(kind: CodeKind) -> None:
    codes = known_codes(CodeSet.WALES, kind) | known_codes(CodeSet.ENGLAND, kind)
    assert set(WORDS.patterns_of(kind.value)) == codes


@pytest.mark.parametrize("kind", list(CodeKind))
def test_no_part_of_a_pattern_is_left_unfilled(kind: CodeKind) -> None:
    for pattern in WORDS.patterns_of(kind.value).values():
        assert "{" not in pattern.pattern


COLUMNS = {
    "placement_code": "Placement Type",
    "legal_status": "Child's Legal Status",
    "ceased_reason": "Reason Ceased to be Looked After",
}


@pytest.mark.parametrize(
    ("key", "at_least"), [("placement_code", 560), ("legal_status", 130), ("ceased_reason", 310)]
)
def test_of_the_spellings_of_councils_none_is_understood_wrongly(
    key: str, at_least: int, shared_data: Path
) -> None:
    """Each code's spellings all mean, to those who collected them, the same thing."""
    path = shared_data / "annex-a" / "annexA_list8_real_label_variants.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["column"] == COLUMNS[key]]
    coded = CodedWords(FIELD_BY_KEY[key].kind.code_kind or CodeKind.PLACEMENT, WORDS)
    meant: dict[str, Counter[str]] = {}
    for row in rows:
        meaning = row["canonical"].strip().casefold()
        if meaning[:2] in ("j1", "j2"):
            meaning = "g) youth justice legal statuses"  # the same, named by its code
        for code_set in CodeSet:
            try:
                code = coded_word_reader(FIELD_BY_KEY[key], code_set, WORDS)(row["raw_variant"])
            except ValueRefused:
                continue
            meant.setdefault(f"{code_set} {code}", Counter())[meaning] += 1
    assert {code: dict(found) for code, found in meant.items() if len(found) > 1} == {}
    understood = sum(sum(found.values()) for code, found in meant.items() if "england" in code)
    assert understood >= at_least
    assert coded.codes_in("") == []
