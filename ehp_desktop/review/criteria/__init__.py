"""The criteria, in the order of the tables of criteria.md, section 4."""

from typing import Final

from ehp_desktop.review.criteria.blockers import (
    no_proceedings_no_move,
    no_protection_enquiry,
    placement_approved,
)
from ehp_desktop.review.criteria.cautions import (
    child_does_not_oppose,
    considered_together,
    household_unchanged,
    leaving_care_apart,
    no_exceptional_circumstances,
    no_recent_incident,
    nobody_opposes,
    responsibility_not_relied_on,
    time_before_17,
    time_before_18,
)
from ehp_desktop.review.criteria.criterion import Criterion
from ehp_desktop.review.criteria.due_days import review_in_date, visits_up_to_date
from ehp_desktop.review.criteria.eligibility import (
    care_order_or_accommodated,
    carer_adult_not_parent,
    full_care_order,
    under_17,
    under_18,
    with_parental_responsibility,
    with_possible_applicant,
)
from ehp_desktop.review.criteria.information import (
    checks_recorded,
    order_identified,
    plan_up_to_date,
    positions_recorded,
    report_recorded,
    support_plan_recorded,
)
from ehp_desktop.review.criteria.requirements import (
    assessed,
    carer_seeks_it,
    concerns_addressed,
    endorsed,
    no_bar,
    notice_has_run,
    off_the_register,
    officer_supports,
    settled,
    support_planned,
    wishes_recent,
    without_leave,
)

CRITERIA: Final[tuple[Criterion, ...]] = (
    full_care_order,
    care_order_or_accommodated,
    with_parental_responsibility,
    with_possible_applicant,
    under_18,
    under_17,
    carer_adult_not_parent,
    no_bar,
    without_leave,
    settled,
    off_the_register,
    review_in_date,
    endorsed,
    officer_supports,
    visits_up_to_date,
    concerns_addressed,
    support_planned,
    wishes_recent,
    assessed,
    carer_seeks_it,
    notice_has_run,
    no_protection_enquiry,
    placement_approved,
    no_proceedings_no_move,
    order_identified,
    positions_recorded,
    plan_up_to_date,
    report_recorded,
    support_plan_recorded,
    checks_recorded,
    leaving_care_apart,
    time_before_18,
    time_before_17,
    household_unchanged,
    no_recent_incident,
    nobody_opposes,
    child_does_not_oppose,
    responsibility_not_relied_on,
    considered_together,
    no_exceptional_circumstances,
)

CRITERION_BY_ID: Final[dict[str, Criterion]] = {one.id: one for one in CRITERIA}
