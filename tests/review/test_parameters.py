"""The parameters: as shipped they are criteria.md's, and a wrong file says which key is wrong."""

import datetime as dt
import re
from importlib import resources
from pathlib import Path

import pytest

from ehp_desktop.review.parameters import (
    PARAMETER_NAMES,
    Parameter,
    ParameterFileError,
    ParameterKind,
    ParameterSet,
)

SHIPPED = (resources.files("ehp_desktop.resources") / "parameters" / "parameters.toml").read_text(
    encoding="utf-8"
)
NOTICE = '[[parameter]]\nname = "notice_months"\nvalue = 3\nfrom = 2005-12-30\nkind = "law"\n'


@pytest.mark.parametrize(
    ("day", "weeks"),
    [
        ("1990-01-01", 16),
        ("2016-04-06", 16),
        ("2020-10-31", 16),
        ("2020-11-01", 24),
        ("2021-09-30", 24),
        ("2021-10-01", 16),
        ("2030-01-01", 16),
    ],
)
def test_a_value_holds_from_its_day(parameter_set: ParameterSet, day: str, weeks: int) -> None:
    on = dt.date.fromisoformat(day)
    assert parameter_set.at(on).temporary_weeks == weeks
    assert parameter_set.at(dt.date(2022, 1, 1)).in_force_on(on).temporary_weeks == weeks


def test_before_its_first_day_the_first_value_holds(parameter_set: ParameterSet) -> None:
    first = parameter_set.at(dt.date(1980, 1, 1))
    assert (first.settled_months, first.bar_months, first.temporary_weeks) == (12, 6, 16)


def test_days_are_marked_off_from_the_day(parameter_set: ParameterSet) -> None:
    on = parameter_set.at(dt.date(2021, 2, 28))
    assert on.day == dt.date(2021, 2, 28)
    assert on.settled_run_from == dt.date(2020, 2, 29)
    assert on.wishes_within_from == dt.date(2020, 8, 28)
    assert on.answer_within_from == dt.date(2020, 8, 28)
    assert on.notice_given_by == dt.date(2020, 11, 28)
    assert on.adult_born_by == dt.date(2003, 2, 28)
    assert on.no_time_before_18_born_by == dt.date(2003, 8, 31)
    assert on.no_time_before_17_born_by == dt.date(2004, 8, 31)


def test_what_is_to_be_confirmed_is_told(parameter_set: ParameterSet) -> None:
    now = parameter_set.describe("temporary_weeks", dt.date(2021, 10, 1))
    assert now.to_be_confirmed == "end of the 24 weeks to be confirmed"
    assert parameter_set.describe("temporary_weeks", dt.date(2021, 9, 30)).to_be_confirmed is None


def test_the_version_is_of_the_content_not_of_the_text() -> None:
    version = ParameterSet.from_toml(SHIPPED).version
    assert re.fullmatch("[0-9a-f]{10}", version)
    assert ParameterSet.from_toml("# another remark\n" + SHIPPED).version == version
    for before, after in (
        ("value = 3\n", "value = 4\n"),
        ("2005-12-30", "2005-12-31"),
        ('kind = "local"', 'kind = "law"'),
        ("s.14A(7)", "s.14A(8)"),
    ):
        changed = SHIPPED.replace(before, after)
        assert changed != SHIPPED
        assert ParameterSet.from_toml(changed).version != version


@pytest.mark.parametrize(
    ("before", "after", "key", "said"),
    [
        ("[[parameter]]", "[[parameter", "parameters cannot be read", ""),
        ('name = "notice_months"', 'name = "notice_month"', "notice_month ", "not a parameter"),
        ('name = "notice_months"', "name = 7", "number 18", "name"),
        (NOTICE, NOTICE.replace("3\n", '"3"\n'), "notice_months", "value"),
        (NOTICE, NOTICE.replace("3\n", "true\n"), "notice_months", "value"),
        (NOTICE, NOTICE.replace("3\n", "-3\n"), "notice_months", "value"),
        (NOTICE, NOTICE.replace("2005-12-30", '"2005-12-30"'), "notice_months", "from"),
        (NOTICE, NOTICE.replace("2005-12-30", "2005-12-30T00:00:00"), "notice_months", "from"),
        (NOTICE, NOTICE.replace('"law"', '"custom"'), "notice_months", "kind"),
        (NOTICE, NOTICE.replace('"law"', "[1]"), "notice_months", "kind"),
        (NOTICE, NOTICE + "note = 1\n", "notice_months", "note"),
        ('source = "Children Act 1989 s.14A(7)"\n', "", "notice_months", "source"),
        ('source = "Children Act 1989 s.14A(7)"', 'source = " "', "notice_months", "source"),
        ("from = 2020-11-01", "from = 2016-04-06", "temporary_weeks", "two values"),
        ('to_be_confirmed = "end', 'to_be_confirmed = ""\n#', "temporary_weeks", "confirmed"),
    ],
)
def test_a_wrong_file_says_which_key_is_wrong(before: str, after: str, key: str, said: str) -> None:
    wrong = SHIPPED.replace(before, after, 1)
    assert wrong != SHIPPED
    with pytest.raises(ParameterFileError, match=f"{re.escape(key)}.*({said})"):
        ParameterSet.from_toml(wrong)


@pytest.mark.parametrize("text", ["", "parameter = 3", "parameter = [1]"])
def test_a_file_without_parameters_is_refused(text: str) -> None:
    with pytest.raises(ParameterFileError):
        ParameterSet.from_toml(text)


def test_a_missing_parameter_is_named() -> None:
    without = tuple(
        one for one in ParameterSet.from_toml(SHIPPED).values if one.name != "review_months"
    )
    with pytest.raises(ParameterFileError, match="review_months"):
        ParameterSet(without)


def test_an_unknown_parameter_is_named(parameter_set: ParameterSet) -> None:
    extra = Parameter("other_weeks", 1, dt.date(2020, 4, 1), ParameterKind.LOCAL, "Practice")
    with pytest.raises(ParameterFileError, match="other_weeks"):
        ParameterSet((*parameter_set.values, extra))


def test_the_shipped_values_are_those_of_criteria_md(
    parameter_set: ParameterSet, criteria_md: Path
) -> None:
    section = criteria_md.read_text(encoding="utf-8").split("## 5. Parameters")[1].split("## 6.")[0]
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in section.splitlines()]
    rows = [row for row in cells if len(row) == 4 and row[1].isdigit()]
    said = {(row[0], int(row[1]), row[2], row[3].split()[0].strip(",")) for row in rows}
    ours = {
        (one.name, one.value, one.from_day.isoformat(), str(one.kind))
        for one in parameter_set.values
    }
    assert ours == said
    assert {one.name for one in parameter_set.values} == set(PARAMETER_NAMES)
    unsure = {one.from_day.isoformat() for one in parameter_set.values if one.to_be_confirmed}
    assert unsure == {row[2] for row in rows if "to be confirmed" in row[3]}
