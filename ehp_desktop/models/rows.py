"""Frozen rows: what reads hand to screens, commands and rules. No session behind them."""

import datetime as dt
from typing import NamedTuple

from ehp_desktop.models.fields import FieldValue
from ehp_desktop.models.surgery_rows import (
    ActionRow as ActionRow,
    AdviceRow as AdviceRow,
    AttendanceRow as AttendanceRow,
    AuditRow as AuditRow,
    CaseOutcomeRow as CaseOutcomeRow,
    HoldRow as HoldRow,
    IssuedRow as IssuedRow,
    NoteRow as NoteRow,
    OverrideRow as OverrideRow,
    ParameterRow as ParameterRow,
    PersonEventRow as PersonEventRow,
    StepRow as StepRow,
    SurgeryEventRow as SurgeryEventRow,
)


class ChildRow(NamedTuple):
    """One child as stored now: the fields of `fields.FIELDS` in their order, None = not recorded.

    Money is in pence. `*_confirmed_on`: the as-of day of the last import that gave the value, or
    the day a person typed or confirmed it.
    """

    child_id: str
    forename: str | None = None
    surname: str | None = None
    date_of_birth: dt.date | None = None
    preferred_language: str | None = None
    sibling_group: str | None = None
    team: str | None = None
    social_worker: str | None = None
    team_manager: str | None = None
    iro: str | None = None
    looked_after_since: dt.date | None = None
    ceased_date: dt.date | None = None
    ceased_reason: str | None = None
    legal_status: str | None = None
    legal_status_date: dt.date | None = None
    court: str | None = None
    case_number: str | None = None
    application_disposed_date: dt.date | None = None
    s91_14_until: dt.date | None = None
    s91_14_names: str | None = None
    proceedings_open: bool | None = None
    plan_to_move: bool | None = None
    placement_code: str | None = None
    placement_start: dt.date | None = None
    carer_since: dt.date | None = None
    long_term: bool | None = None
    out_of_county: bool | None = None
    moves_12_months: int | None = None
    weekly_cost: int | None = None
    carer_1_name: str | None = None
    carer_2_name: str | None = None
    carer_1_date_of_birth: dt.date | None = None
    carer_2_date_of_birth: dt.date | None = None
    carer_relationship: str | None = None
    carer_has_pr: bool | None = None
    carer_approval: str | None = None
    temporary_approval_start: dt.date | None = None
    temporary_approval_extended: bool | None = None
    carer_seeks: str | None = None
    la_consents: bool | None = None
    sgo_notice_date: dt.date | None = None
    sgo_report_date: dt.date | None = None
    sgo_support_plan_date: dt.date | None = None
    carer_checks_date: dt.date | None = None
    pwp_immediate: bool | None = None
    pwp_approval_date: dt.date | None = None
    assessment_date: dt.date | None = None
    last_review_date: dt.date | None = None
    next_review_date: dt.date | None = None
    reviews_held: int | None = None
    review_endorses: str | None = None
    iro_view: str | None = None
    last_visit_date: dt.date | None = None
    last_seen_alone_date: dt.date | None = None
    cp_registered: bool | None = None
    s47_open: bool | None = None
    cp_registration_end: dt.date | None = None
    last_incident_date: dt.date | None = None
    last_incident_kind: str | None = None
    household_change_date: dt.date | None = None
    pr_exercised_date: dt.date | None = None
    concerns: str | None = None
    step_down_lead: str | None = None
    step_down_plan_date: dt.date | None = None
    plan_date: dt.date | None = None
    wishes_date: dt.date | None = None
    child_wishes: str | None = None
    pr_holder_1_name: str | None = None
    pr_holder_1_relationship: str | None = None
    pr_holder_1_position: str | None = None
    pr_holder_2_name: str | None = None
    pr_holder_2_relationship: str | None = None
    pr_holder_2_position: str | None = None
    pr_holder_3_name: str | None = None
    pr_holder_3_relationship: str | None = None
    pr_holder_3_position: str | None = None
    pr_holder_4_name: str | None = None
    pr_holder_4_relationship: str | None = None
    pr_holder_4_position: str | None = None
    proceedings_open_confirmed_on: dt.date | None = None
    plan_to_move_confirmed_on: dt.date | None = None
    cp_registered_confirmed_on: dt.date | None = None
    s47_open_confirmed_on: dt.date | None = None


class EpisodeRow(NamedTuple):
    """One episode of care as a return gave it; `end` None = still open on the import's day."""

    child_id: str
    start: dt.date
    end: dt.date | None
    reason_started: str | None
    legal_status: str | None
    placement_code: str | None
    reason_ended: str | None


class ReviewRow(NamedTuple):
    """One statutory review of a child."""

    child_id: str
    held_on: dt.date


class OutcomeRow(NamedTuple):
    """One court outcome; kinds are those of the caseload contract, section 3."""

    child_id: str
    kind: str
    date: dt.date
    court: str | None
    case_number: str | None


class Origin(NamedTuple):
    """Where one stored value came from: an imported file's row, or a person who typed it."""

    file_name: str | None
    file_sha256: str | None
    row: int | None
    as_of: dt.date  # the import's day, or the day on which it was typed
    at: dt.datetime  # when it was stored, UTC
    by: str


class ValueHistory(NamedTuple):
    """The present provenance of one field: since when confirmed, and from where."""

    field: str
    confirmed_on: dt.date
    origin: Origin


class FieldChangeRow(NamedTuple):
    """One change of one field, oldest first in a history; None = not recorded."""

    field: str
    before: FieldValue | None
    after: FieldValue | None
    origin: Origin


class ImportRow(NamedTuple):
    """One import that was applied."""

    id: int
    profile: str
    as_of: dt.date
    at: dt.datetime
    by: str
    files: tuple[str, ...]
    new: int
    changed: int
    unchanged: int
    refused: int


class SurgeryRow(NamedTuple):
    """One surgery and the child ids on its agenda, in order."""

    id: int
    date: dt.date
    time: dt.time
    place: str | None
    chair: str | None
    lawyer: str | None
    apologies: str | None
    minutes_per_case: int
    state: str
    cases: tuple[str, ...]
