"""A child: one wide typed row of what is recorded now, and their episodes, reviews and outcomes.

The columns are `fields.FIELDS`, in that order; a test holds the two together. Money is in pence.
"""

import datetime as dt

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ehp_desktop.models.base import Base


class Child(Base):
    """What is recorded of a child now; None = not recorded."""

    __tablename__ = "child"

    child_id: Mapped[str] = mapped_column(primary_key=True)
    forename: Mapped[str | None]
    surname: Mapped[str | None]
    date_of_birth: Mapped[dt.date | None]
    preferred_language: Mapped[str | None]
    sibling_group: Mapped[str | None]
    team: Mapped[str | None]
    social_worker: Mapped[str | None]
    team_manager: Mapped[str | None]
    iro: Mapped[str | None]
    looked_after_since: Mapped[dt.date | None]
    ceased_date: Mapped[dt.date | None]
    ceased_reason: Mapped[str | None]
    legal_status: Mapped[str | None]
    legal_status_date: Mapped[dt.date | None]
    court: Mapped[str | None]
    case_number: Mapped[str | None]
    application_disposed_date: Mapped[dt.date | None]
    s91_14_until: Mapped[dt.date | None]
    s91_14_names: Mapped[str | None]
    proceedings_open: Mapped[bool | None]
    plan_to_move: Mapped[bool | None]
    placement_code: Mapped[str | None]
    placement_start: Mapped[dt.date | None]
    carer_since: Mapped[dt.date | None]
    long_term: Mapped[bool | None]
    out_of_county: Mapped[bool | None]
    moves_12_months: Mapped[int | None]
    weekly_cost: Mapped[int | None]
    carer_1_name: Mapped[str | None]
    carer_2_name: Mapped[str | None]
    carer_1_date_of_birth: Mapped[dt.date | None]
    carer_2_date_of_birth: Mapped[dt.date | None]
    carer_relationship: Mapped[str | None]
    carer_has_pr: Mapped[bool | None]
    carer_approval: Mapped[str | None]
    temporary_approval_start: Mapped[dt.date | None]
    temporary_approval_extended: Mapped[bool | None]
    carer_seeks: Mapped[str | None]
    la_consents: Mapped[bool | None]
    sgo_notice_date: Mapped[dt.date | None]
    sgo_report_date: Mapped[dt.date | None]
    sgo_support_plan_date: Mapped[dt.date | None]
    carer_checks_date: Mapped[dt.date | None]
    pwp_immediate: Mapped[bool | None]
    pwp_approval_date: Mapped[dt.date | None]
    assessment_date: Mapped[dt.date | None]
    last_review_date: Mapped[dt.date | None]
    next_review_date: Mapped[dt.date | None]
    reviews_held: Mapped[int | None]
    review_endorses: Mapped[str | None]
    iro_view: Mapped[str | None]
    last_visit_date: Mapped[dt.date | None]
    last_seen_alone_date: Mapped[dt.date | None]
    cp_registered: Mapped[bool | None]
    s47_open: Mapped[bool | None]
    cp_registration_end: Mapped[dt.date | None]
    last_incident_date: Mapped[dt.date | None]
    last_incident_kind: Mapped[str | None]
    household_change_date: Mapped[dt.date | None]
    pr_exercised_date: Mapped[dt.date | None]
    concerns: Mapped[str | None]
    step_down_lead: Mapped[str | None]
    step_down_plan_date: Mapped[dt.date | None]
    plan_date: Mapped[dt.date | None]
    wishes_date: Mapped[dt.date | None]
    child_wishes: Mapped[str | None]
    pr_holder_1_name: Mapped[str | None]
    pr_holder_1_relationship: Mapped[str | None]
    pr_holder_1_position: Mapped[str | None]
    pr_holder_2_name: Mapped[str | None]
    pr_holder_2_relationship: Mapped[str | None]
    pr_holder_2_position: Mapped[str | None]
    pr_holder_3_name: Mapped[str | None]
    pr_holder_3_relationship: Mapped[str | None]
    pr_holder_3_position: Mapped[str | None]
    pr_holder_4_name: Mapped[str | None]
    pr_holder_4_relationship: Mapped[str | None]
    pr_holder_4_position: Mapped[str | None]
    proceedings_open_confirmed_on: Mapped[dt.date | None]
    plan_to_move_confirmed_on: Mapped[dt.date | None]
    cp_registered_confirmed_on: Mapped[dt.date | None]
    s47_open_confirmed_on: Mapped[dt.date | None]


class Episode(Base):
    """One episode of care as a return gave it, with the file row that it came from."""

    __tablename__ = "episode"

    child_id: Mapped[str] = mapped_column(ForeignKey("child.child_id"), primary_key=True)
    start: Mapped[dt.date] = mapped_column(primary_key=True)
    end: Mapped[dt.date | None]
    reason_started: Mapped[str | None]
    legal_status: Mapped[str | None]
    placement_code: Mapped[str | None]
    reason_ended: Mapped[str | None]
    file_id: Mapped[int] = mapped_column(ForeignKey("source_file.id"))
    row: Mapped[int]


class ReviewHeld(Base):
    """One statutory review of a child, with the file row that it came from."""

    __tablename__ = "review_held"

    child_id: Mapped[str] = mapped_column(ForeignKey("child.child_id"), primary_key=True)
    held_on: Mapped[dt.date] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("source_file.id"))
    row: Mapped[int]


class CourtOutcome(Base):
    """What a court decided; no return has a code for it, so it is a record of its own."""

    __tablename__ = "court_outcome"
    __table_args__ = (Index("uq_court_outcome_event", "child_id", "kind", "date", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[str] = mapped_column(ForeignKey("child.child_id"))
    kind: Mapped[str]
    date: Mapped[dt.date]
    court: Mapped[str | None]
    case_number: Mapped[str | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("source_file.id"))
    row: Mapped[int | None]
