import datetime as dt
from typing import Any

import pytest

from ehp_desktop.models.rows import ActionRow, CaseOutcomeRow, OutcomeRow
from ehp_desktop.review.case_life import (
    ActionTold,
    CaseLife,
    DatedOutcome,
    is_overdue,
    order_prompts,
    overdue_first,
)

DAY = dt.date(2021, 10, 5)
AT = dt.datetime(2021, 9, 7, 12, tzinfo=dt.UTC)
AUTHOR = ("s1", "Mair Dafydd", "lawyer", AT)


def action(number: int = 1, **given: Any) -> ActionRow:
    usual: dict[str, Any] = {"by_when": None, "done_on": None, "confirmed": True}
    usual |= {"withdrawn": False} | given
    return ActionRow(
        number,
        number,
        1,
        usual["withdrawn"],
        None,
        None,
        "Ring",
        "Huw",
        usual["by_when"],
        usual["done_on"],
        usual["confirmed"],
        *AUTHOR,
    )


@pytest.mark.parametrize(
    ("given", "overdue"),
    [
        ({"by_when": DAY}, False),
        ({"by_when": dt.date(2021, 10, 4)}, True),
        ({"by_when": dt.date(2021, 10, 4), "confirmed": False}, True),
        ({"by_when": dt.date(2021, 10, 4), "withdrawn": True}, False),
        ({"by_when": dt.date(2021, 10, 4), "done_on": DAY}, False),
        ({"by_when": dt.date(2021, 10, 4), "done_on": dt.date(2021, 10, 6)}, True),
        ({}, False),
    ],
)
def test_overdue(given: dict[str, Any], overdue: bool) -> None:
    assert is_overdue(action(**given), DAY) is overdue


def test_the_longest_overdue_leads() -> None:
    days = [dt.date(2021, 10, 1), dt.date(2021, 9, 1), DAY, dt.date(2021, 9, 1)]
    told = [ActionTold(action(number, by_when=day)) for number, day in enumerate(days)]
    assert [one.row.id for one in overdue_first(told, DAY)] == [1, 3, 0]


def outcome(code: str, *, confirmed: bool = True, withdrawn: bool = False) -> CaseOutcomeRow:
    return CaseOutcomeRow(
        1, 1, 1, withdrawn, 1, "A", code, None, DAY, confirmed, None, None, *AUTHOR
    )


def test_relisted_by_the_latest_confirmed_outcome() -> None:
    september, july = dt.date(2021, 9, 7), dt.date(2021, 7, 6)
    draft = DatedOutcome(september, outcome("keep_order", confirmed=False))
    taken_back = DatedOutcome(september, outcome("keep_order", withdrawn=True))
    relisting = DatedOutcome(july, outcome("not_yet"))
    assert CaseLife((draft, taken_back, relisting)).relisted_from == july
    assert CaseLife((DatedOutcome(september, outcome("keep_order")), relisting)).relisted_from is (
        None
    )
    assert CaseLife().relisted_from is None


def test_a_supervision_order_prompts_at_month_nine_and_ends_after_a_year() -> None:
    made = OutcomeRow("A", "supervision_order_made", dt.date(2021, 1, 31), None, None)
    (prompt,) = order_prompts([made], DAY)
    assert (prompt.first, prompt.ends) == (dt.date(2021, 10, 31), dt.date(2022, 1, 30))
    assert order_prompts([made], dt.date(2021, 1, 30)) == ()


def test_a_support_plan_is_reviewed_each_year() -> None:
    made = OutcomeRow("A", "special_guardianship_order", dt.date(2019, 10, 6), None, None)
    assert order_prompts([made], DAY)[0].first == dt.date(2021, 10, 6)
    assert order_prompts([made], dt.date(2021, 10, 7))[0].first == dt.date(2022, 10, 6)
