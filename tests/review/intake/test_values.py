"""Each type of the caseload contract, section 1, at its edges."""

import datetime as dt
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.fields import FIELD_BY_KEY, FieldValue
from ehp_desktop.review.intake.values import (
    KNOWN_DATE_FORMATS,
    Cell,
    ValueRefused,
    date_reader,
    fold_words,
    parse_value,
    say_rows,
    shown,
)

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


def read(key: str, raw: Cell, code_set: CodeSet = CodeSet.WALES) -> FieldValue | None:
    return parse_value(FIELD_BY_KEY[key], raw, code_set)


def refusal(key: str, raw: Cell, code_set: CodeSet = CodeSet.WALES) -> str:
    with pytest.raises(ValueRefused) as refused:
        read(key, raw, code_set)
    return str(refused.value)


@pytest.mark.parametrize("key", list(FIELD_BY_KEY))
@pytest.mark.parametrize("blank", ["", "  ", "\xa0", None])
def test_blank_is_not_recorded_in_every_field(key: str, blank: Cell) -> None:
    assert read(key, blank) is None


@given(DAYS)
def test_a_day_is_read_in_every_format_of_the_contract(day: dt.date) -> None:
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[day.month - 1]
    for text in (
        f"{day.day:02d}/{day.month:02d}/{day.year}",
        f"{day.day}/{day.month}/{day.year}",
        day.isoformat(),
        day.isoformat().replace("-", "/"),
        f"{day.day:02d}-{month}-{day.year}",
        f" {day.day:02d}-{month.upper()}-{day.year}\xa0",
    ):
        assert read("plan_date", text) == day
    assert read("plan_date", day) == day
    assert read("plan_date", dt.datetime.combine(day, dt.time(23, 59))) == day


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_refused_never_another_error(text: str) -> None:
    with suppress(ValueRefused):
        value = read("plan_date", text)
        assert value is None or isinstance(value, dt.date)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2020",
        "03/25/2020",
        "2020-13-01",
        "2020/1/5",
        "2020-1-5",
        "5-Mar-2020",
        "05-March-2020",
        "05-Foo-2020",
        "00/01/2020",
        "29/02/2021",
        "05/03/2020 00:00",
        "5.3.2020",
        "٠٥/٠٣/٢٠٢٠",
        "notadate",
        "20200305",
        "2020-W10-4",
        "01/01/1899",
        "31/12/9999",
    ],
)
def test_what_cannot_be_read_so_is_refused(text: str) -> None:
    assert text in refusal("plan_date", text)


@pytest.mark.parametrize("text", ["12/03/21", "1/3/21", "12-Mar-21", "12 March 21", "12.03.21"])
def test_a_two_digit_year_is_refused_as_one(text: str) -> None:
    assert "two-digit year" in refusal("plan_date", text)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("44256", "1 March 2021"),
        (44256.0, "1 March 2021"),
        ("2020", "12 July 1905"),
        (1.0, "1 January 1900"),
        ("59", "28 February 1900"),
        ("61", "1 March 1900"),
        ("2958465", "31 December 9999"),
    ],
)
def test_a_serial_number_is_refused_with_the_day_it_would_be(raw: Cell, day: str) -> None:
    assert day in refusal("plan_date", raw)


@pytest.mark.parametrize("raw", ["0", "2958466", "99999999999999999999", "44256.5", 44256.5, -3.0])
def test_other_numbers_are_no_dates_and_no_serials(raw: Cell) -> None:
    said = refusal("plan_date", raw)
    assert "a number, not a date" in said
    assert "serial" not in said


def test_times_and_yes_are_no_dates() -> None:
    for raw in (dt.time(12), dt.timedelta(hours=30), True):
        assert "not a date" in refusal("plan_date", raw)


@pytest.mark.parametrize("name", KNOWN_DATE_FORMATS)
def test_a_profiles_format_is_read_day_before_month(name: str) -> None:
    said = name.replace("dd", "04").replace("Mon", "May").replace("yyyy", "2021")
    said = said.replace("hh:mm", "09:30").replace("mm", "05")
    said = said.replace("09:05", "09:30")
    assert date_reader([name])(said) == dt.date(2021, 5, 4)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("yes", True), ("Y", True), ("TRUE", True), ("1", True), ("a) Yes", True), (1.0, True),
        (True, True), ("No", False), ("n", False), ("false", False), ("0", False),
        ("b) No", False), (0.0, False), (False, False), (" b)  no ", False),
    ],
)  # fmt: skip
def test_yes_and_no(raw: Cell, value: bool) -> None:
    assert read("long_term", raw) is value


@pytest.mark.parametrize("raw", ["maybe", "a) No", "b) Yes", "2", 2.0, "ie", "yes no", "unknown"])
def test_what_is_neither_yes_nor_no(raw: Cell) -> None:
    assert "yes or no" in refusal("long_term", raw)


@pytest.mark.parametrize(
    ("raw", "value"), [("0", 0), ("999", 999), ("007", 7), (3.0, 3), (" 12 ", 12), ("3.0", 3)]
)
def test_whole_numbers(raw: Cell, value: int) -> None:
    assert read("moves_12_months", raw) == value


@pytest.mark.parametrize("raw", ["1000", "-1", "2.5", 2.5, -1.0, 1000.0, "three", "1e2", "²", "٣"])
def test_what_is_no_whole_number_to_999(raw: Cell) -> None:
    assert "0 to 999" in refusal("moves_12_months", raw)


@pytest.mark.parametrize(
    ("raw", "pence"),
    [
        ("1234.56", 123456), ("£1,234.56", 123456), ("£ 1,234", 123400), ("0", 0), (812.5, 81250),
        (1234.0, 123400), (0.1 + 0.2, 30), ("1,234,567.89", 123456789), ("3.5", 350),
    ],
)  # fmt: skip
def test_money_in_pence(raw: Cell, pence: int) -> None:
    assert read("weekly_cost", raw) == pence


@pytest.mark.parametrize("raw", ["-5", "£-5", "-£5.00", "(5.00)", -5.0, "5.00-"])
def test_negative_money_is_refused_as_negative(raw: Cell) -> None:
    assert "negative" in refusal("weekly_cost", raw)


@pytest.mark.parametrize(
    "raw", ["12,34", "1,23,456", "1234,56", "12.345", "€5", "five", "12.", 1e15, "1 234", 0.125]
)
def test_what_is_no_amount(raw: Cell) -> None:
    assert "not an amount" in refusal("weekly_cost", raw)


def test_codes_are_trimmed_and_upper_cased() -> None:
    assert read("legal_status", " c2 ") == "C2"
    assert read("placement_code", "p1\xa0") == "P1"


@pytest.mark.parametrize(
    ("key", "code", "code_set", "knower"),
    [
        ("placement_code", "U1", CodeSet.WALES, "england"),
        ("placement_code", "F1", CodeSet.ENGLAND, "wales"),
        ("legal_status", "V4", CodeSet.WALES, "england"),
        ("ceased_reason", "E44", CodeSet.ENGLAND, "wales"),
    ],
)
def test_a_code_of_the_other_set_names_the_set_that_knows_it(
    key: str, code: str, code_set: CodeSet, knower: str
) -> None:
    said = refusal(key, code, code_set)
    assert f"({knower})" in said
    assert f"--code-set {knower}" in said


def test_a_code_of_no_set_is_refused() -> None:
    assert "“C9” is not a legal status code" in refusal("legal_status", "C9")
    assert "“S1” is not a legal status code" in refusal("legal_status", "S1")  # a placement's


def test_choices_are_read_in_any_case_with_spaces_or_underscores() -> None:
    assert read("carer_relationship", " Aunt Uncle ") == "aunt_uncle"
    assert read("review_endorses", "SPECIAL_guardianship") == "special_guardianship"
    assert read("carer_approval", "None") == "none"
    said = refusal("carer_seeks", "aunt")
    assert "sgo, cao, either, neither" in said


def test_several_choices_are_kept_once_in_their_own_order() -> None:
    assert read("s91_14_names", "Parent; authority ;parent;") == "authority;parent"
    assert read("s91_14_names", " ; ") is None
    assert "“aunt”" in refusal("s91_14_names", "parent;aunt")


@pytest.mark.parametrize(
    "text",
    ["Siân ŵ ŷ â ê", "<b>&amp;", '"O\'Neil"', "=cmd|' /C calc'!A0", "\u202eעברית", "👩‍👧 x", "007"],
)
def test_text_is_kept_exactly(text: str) -> None:
    assert read("surname", text) == text


def test_text_is_trimmed_composed_and_without_nbsp() -> None:
    assert read("surname", "\xa0 Gwenllian\xa0Ŵyn \t") == "Gwenllian Ŵyn"
    assert read("surname", "y\u0302") == "ŷ"


@given(st.text(min_size=1, max_size=40))
def test_text_is_refused_for_control_characters_alone(text: str) -> None:
    try:
        value = read("surname", text)
    except ValueRefused:
        assert any(unicodedata.category(char) in ("Cc", "Cs") for char in text)
    else:
        expected = unicodedata.normalize("NFC", text.replace("\xa0", " ")).strip()
        assert value == (expected or None)


@pytest.mark.parametrize("char", ["\x00", "\x07", "\n", "\t", "\x7f", "\x85", "\x9f", "\ud800"])
def test_control_characters_are_refused(char: str) -> None:
    assert f"U+{ord(char):04X}" in refusal("team", f"East{char}West")


def test_five_hundred_characters_and_no_more() -> None:
    assert read("court", "ŵ" * 500) == "ŵ" * 500
    assert read("court", "x" * 500 + "  ") == "x" * 500
    assert "501 characters" in refusal("court", "x" * 501)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (1761444.0, "1761444"), (7, "7"), (-3.0, "-3"), (12.5, "12.5"), (True, "TRUE"),
        (999_999_999_999_999.0, "999999999999999"),
    ],
)  # fmt: skip
def test_a_number_in_a_text_column_is_written_without_decimals(raw: Cell, text: str) -> None:
    assert read("child_id", raw) == text


@pytest.mark.parametrize("raw", [1e15, 12345678901234567890.0, 19.085557837097877, 1e300, 1e-7])
def test_a_number_of_more_than_fifteen_digits_is_refused(raw: float) -> None:
    assert "15 digits" in refusal("child_id", raw)


def test_a_date_in_a_text_column_is_refused() -> None:
    assert "date or time cell" in refusal("case_number", dt.date(2021, 3, 4))


def test_what_messages_quote_is_short_and_without_control_characters() -> None:
    assert shown("a\x00b\nc") == "a�b�c"
    assert len(shown("x" * 1000)) == 60


def test_words_are_folded_and_rows_said() -> None:
    assert fold_words(" Special   GUARDIANSHIP_order ") == "special_guardianship_order"
    assert say_rows([3]) == "row 3"
    assert say_rows([3, 4, 9]) == "rows 3, 4 and 9"
