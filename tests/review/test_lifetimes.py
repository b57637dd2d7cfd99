import datetime as dt

import pytest

from ehp_desktop.models.fields import FIELD_BY_KEY
from ehp_desktop.review.lifetimes import ENDS, ended_by

PLACEMENT = (
    "carer_since long_term weekly_cost carer_1_name carer_2_name carer_1_date_of_birth "
    "carer_2_date_of_birth carer_relationship carer_has_pr carer_approval "
    "temporary_approval_start temporary_approval_extended carer_seeks la_consents "
    "sgo_notice_date sgo_report_date sgo_support_plan_date carer_checks_date pwp_immediate "
    "pwp_approval_date assessment_date"
).split()
ORDER = ["court", "case_number"]
REVIEW = ["reviews_held", "review_endorses", "iro_view"]
WISHES = ["child_wishes"]
CARE = "last_visit_date concerns step_down_lead step_down_plan_date plan_date".split()

AS_THE_CONTRACT_SAYS = {
    "placement_code": PLACEMENT,
    "placement_start": PLACEMENT,
    "legal_status": ORDER,
    "legal_status_date": ORDER,
    "last_review_date": REVIEW,
    "wishes_date": WISHES,
    "looked_after_since": [*PLACEMENT, *ORDER, *REVIEW, *WISHES, *CARE],
}


@pytest.mark.parametrize("trigger", AS_THE_CONTRACT_SAYS)
def test_each_change_ends_just_what_the_contract_says(trigger: str) -> None:
    assert set(ENDS[trigger]) == set(AS_THE_CONTRACT_SAYS[trigger])


def test_no_other_field_ends_anything() -> None:
    assert ENDS.keys() == AS_THE_CONTRACT_SAYS.keys()
    assert ended_by((name, "x") for name in FIELD_BY_KEY.keys() - ENDS.keys()) == []


def test_no_field_that_ends_is_itself_about_something() -> None:
    assert not {ended for others in ENDS.values() for ended in others} & ENDS.keys()


def test_two_changes_end_each_field_once_in_the_fields_order() -> None:
    ended = ended_by([("wishes_date", dt.date(2021, 1, 1)), ("legal_status", "C1")])

    assert ended == ["court", "case_number", "child_wishes"]


def test_recording_what_was_not_recorded_ends_nothing() -> None:
    assert ended_by([("placement_start", None)]) == []
