"""Every field kept of a child, in the order of the extract: the one list of them.

Columns, import headers, forms, provenance and the window's labels are all made from `FIELDS`.
Source: the caseload contract, section 1. A field that is not here is not kept.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ehp_desktop.models.codes import CodeKind

FieldValue = str | int | bool | dt.date
"""What a recorded value can be: text and codes, whole numbers and pence, yes or no, a date."""


class FieldKind(StrEnum):
    """How a field's value is read, kept and written."""

    TEXT = "text"
    DATE = "date"
    YES_NO = "yes/no"
    CHOICE = "choice"
    CHOICES = "choices"  # several, kept as `a;b` in the order of the field's choices
    WHOLE = "whole number"  # 0 to 999
    MONEY = "money"  # kept in pence
    PLACEMENT = "placement code"
    LEGAL_STATUS = "legal status code"
    CEASED_REASON = "reason code"

    @property
    def code_kind(self) -> CodeKind | None:
        """The kind of code, where this is one."""
        return _CODE_KINDS.get(self)


_CODE_KINDS: Final = {
    FieldKind.PLACEMENT: CodeKind.PLACEMENT,
    FieldKind.LEGAL_STATUS: CodeKind.LEGAL_STATUS,
    FieldKind.CEASED_REASON: CodeKind.CEASED_REASON,
}


class Lifetime(StrEnum):
    """What a value is about; when that changes, the value is to be confirmed, not carried over."""

    PLACEMENT = "placement"
    ORDER = "order"
    REVIEW = "review"
    WISHES = "wishes"
    CARE_PERIOD = "care period"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a child: its key in files and code, its kind, its English label."""

    key: str
    kind: FieldKind
    label: str
    choices: tuple[str, ...] = ()
    lifetime: Lifetime | None = None


def _field(
    key: str, kind: FieldKind, label: str, choices: str = "", lifetime: Lifetime | None = None
) -> Field:
    return Field(key, kind, label, tuple(choices.split()), lifetime)


FIELDS: Final[tuple[Field, ...]] = (
    _field("child_id", FieldKind.TEXT, "Child ID"),
    _field("forename", FieldKind.TEXT, "Forename"),
    _field("surname", FieldKind.TEXT, "Surname"),
    _field("date_of_birth", FieldKind.DATE, "Date of birth"),
    _field("preferred_language", FieldKind.CHOICE, "Preferred language", "en cy other"),
    _field("sibling_group", FieldKind.TEXT, "Sibling group"),
    _field("team", FieldKind.TEXT, "Team"),
    _field("social_worker", FieldKind.TEXT, "Social worker"),
    _field("team_manager", FieldKind.TEXT, "Team manager"),
    _field("iro", FieldKind.TEXT, "Independent reviewing officer"),
    _field("looked_after_since", FieldKind.DATE, "Looked after since"),
    _field("ceased_date", FieldKind.DATE, "Ceased to be looked after"),
    _field("ceased_reason", FieldKind.CEASED_REASON, "Reason ceased"),
    _field("legal_status", FieldKind.LEGAL_STATUS, "Legal status"),
    _field("legal_status_date", FieldKind.DATE, "Date of legal status"),
    _field("court", FieldKind.TEXT, "Court", lifetime=Lifetime.ORDER),
    _field("case_number", FieldKind.TEXT, "Case number", lifetime=Lifetime.ORDER),
    _field("application_disposed_date", FieldKind.DATE, "Last application disposed of"),
    _field("s91_14_until", FieldKind.DATE, "Bar on applications until (s.91(14))"),
    _field(
        "s91_14_names",
        FieldKind.CHOICES,
        "Bar on applications binds (s.91(14))",
        "authority parent carer child other",
    ),
    _field("proceedings_open", FieldKind.YES_NO, "Court proceedings open"),
    _field("plan_to_move", FieldKind.YES_NO, "Plan to move the child"),
    _field("placement_code", FieldKind.PLACEMENT, "Placement type"),
    _field("placement_start", FieldKind.DATE, "Placement start"),
    _field("carer_since", FieldKind.DATE, "With this carer since", lifetime=Lifetime.PLACEMENT),
    _field(
        "long_term",
        FieldKind.YES_NO,
        "Placement meant to last to 18",
        lifetime=Lifetime.PLACEMENT,
    ),
    _field("out_of_county", FieldKind.YES_NO, "Out of county"),
    _field("moves_12_months", FieldKind.WHOLE, "Placement moves in 12 months"),
    _field("weekly_cost", FieldKind.MONEY, "Weekly cost", lifetime=Lifetime.PLACEMENT),
    _field("carer_1_name", FieldKind.TEXT, "First carer", lifetime=Lifetime.PLACEMENT),
    _field("carer_2_name", FieldKind.TEXT, "Second carer", lifetime=Lifetime.PLACEMENT),
    _field(
        "carer_1_date_of_birth",
        FieldKind.DATE,
        "First carer's date of birth",
        lifetime=Lifetime.PLACEMENT,
    ),
    _field(
        "carer_2_date_of_birth",
        FieldKind.DATE,
        "Second carer's date of birth",
        lifetime=Lifetime.PLACEMENT,
    ),
    _field(
        "carer_relationship",
        FieldKind.CHOICE,
        "Carer's relationship to the child",
        "parent grandparent aunt_uncle sibling cousin step_parent other_relative friend none",
        Lifetime.PLACEMENT,
    ),
    _field(
        "carer_has_pr",
        FieldKind.YES_NO,
        "Carer has parental responsibility",
        lifetime=Lifetime.PLACEMENT,
    ),
    _field(
        "carer_approval",
        FieldKind.CHOICE,
        "Carer's approval as foster carer",
        "full temporary none",
        Lifetime.PLACEMENT,
    ),
    _field(
        "temporary_approval_start",
        FieldKind.DATE,
        "Temporary approval start",
        lifetime=Lifetime.PLACEMENT,
    ),
    _field(
        "temporary_approval_extended",
        FieldKind.YES_NO,
        "Temporary approval extended",
        lifetime=Lifetime.PLACEMENT,
    ),
    _field(
        "carer_seeks",
        FieldKind.CHOICE,
        "Order that the carer seeks",
        "sgo cao either neither",
        Lifetime.PLACEMENT,
    ),
    _field(
        "la_consents",
        FieldKind.YES_NO,
        "Authority consents to the carer's application",
        lifetime=Lifetime.PLACEMENT,
    ),
    _field(
        "sgo_notice_date",
        FieldKind.DATE,
        "Special guardianship notice given",
        lifetime=Lifetime.PLACEMENT,
    ),
    _field(
        "sgo_report_date",
        FieldKind.DATE,
        "Special guardianship report",
        lifetime=Lifetime.PLACEMENT,
    ),
    _field(
        "sgo_support_plan_date",
        FieldKind.DATE,
        "Special guardianship support plan",
        lifetime=Lifetime.PLACEMENT,
    ),
    _field("carer_checks_date", FieldKind.DATE, "Carer's checks", lifetime=Lifetime.PLACEMENT),
    _field(
        "pwp_immediate",
        FieldKind.YES_NO,
        "Placed with parents before assessment (reg 20)",
        lifetime=Lifetime.PLACEMENT,
    ),
    _field(
        "pwp_approval_date",
        FieldKind.DATE,
        "Placement with parents approved (reg 19)",
        lifetime=Lifetime.PLACEMENT,
    ),
    _field(
        "assessment_date",
        FieldKind.DATE,
        "Parenting or carer assessment",
        lifetime=Lifetime.PLACEMENT,
    ),
    _field("last_review_date", FieldKind.DATE, "Last statutory review"),
    _field("next_review_date", FieldKind.DATE, "Next statutory review"),
    _field("reviews_held", FieldKind.WHOLE, "Statutory reviews held", lifetime=Lifetime.REVIEW),
    _field(
        "review_endorses",
        FieldKind.CHOICE,
        "Route that the last review endorsed",
        "discharge supervision_order special_guardianship child_arrangements any none",
        Lifetime.REVIEW,
    ),
    _field(
        "iro_view",
        FieldKind.CHOICE,
        "Independent reviewing officer's view",
        "supports opposes undecided",
        Lifetime.REVIEW,
    ),
    _field("last_visit_date", FieldKind.DATE, "Last visit", lifetime=Lifetime.CARE_PERIOD),
    _field("last_seen_alone_date", FieldKind.DATE, "Last seen alone"),
    _field("cp_registered", FieldKind.YES_NO, "On the child protection register"),
    _field("s47_open", FieldKind.YES_NO, "Section 47 enquiry open"),
    _field("cp_registration_end", FieldKind.DATE, "Child protection registration ended"),
    _field("last_incident_date", FieldKind.DATE, "Last incident"),
    _field(
        "last_incident_kind",
        FieldKind.CHOICE,
        "Kind of last incident",
        "domestic_abuse substance police missing other",
    ),
    _field("household_change_date", FieldKind.DATE, "Last change in the household"),
    _field(
        "pr_exercised_date",
        FieldKind.DATE,
        "Authority last relied on its parental responsibility",
    ),
    _field(
        "concerns",
        FieldKind.CHOICE,
        "Concerns behind the order",
        "resolved managed outstanding",
        Lifetime.CARE_PERIOD,
    ),
    _field(
        "step_down_lead",
        FieldKind.TEXT,
        "Lead of the support after the order",
        lifetime=Lifetime.CARE_PERIOD,
    ),
    _field(
        "step_down_plan_date",
        FieldKind.DATE,
        "Support plan after the order",
        lifetime=Lifetime.CARE_PERIOD,
    ),
    _field("plan_date", FieldKind.DATE, "Care and support plan", lifetime=Lifetime.CARE_PERIOD),
    _field("wishes_date", FieldKind.DATE, "Wishes and feelings recorded"),
    _field(
        "child_wishes",
        FieldKind.CHOICE,
        "Child's wishes",
        "supports opposes mixed neutral",
        Lifetime.WISHES,
    ),
    _field("pr_holder_1_name", FieldKind.TEXT, "First holder of parental responsibility"),
    _field(
        "pr_holder_1_relationship",
        FieldKind.CHOICE,
        "First holder's relationship",
        "mother father step_parent guardian authority other",
    ),
    _field(
        "pr_holder_1_position",
        FieldKind.CHOICE,
        "First holder's position",
        "agrees opposes neutral unknown",
    ),
    _field("pr_holder_2_name", FieldKind.TEXT, "Second holder of parental responsibility"),
    _field(
        "pr_holder_2_relationship",
        FieldKind.CHOICE,
        "Second holder's relationship",
        "mother father step_parent guardian authority other",
    ),
    _field(
        "pr_holder_2_position",
        FieldKind.CHOICE,
        "Second holder's position",
        "agrees opposes neutral unknown",
    ),
    _field("pr_holder_3_name", FieldKind.TEXT, "Third holder of parental responsibility"),
    _field(
        "pr_holder_3_relationship",
        FieldKind.CHOICE,
        "Third holder's relationship",
        "mother father step_parent guardian authority other",
    ),
    _field(
        "pr_holder_3_position",
        FieldKind.CHOICE,
        "Third holder's position",
        "agrees opposes neutral unknown",
    ),
    _field("pr_holder_4_name", FieldKind.TEXT, "Fourth holder of parental responsibility"),
    _field(
        "pr_holder_4_relationship",
        FieldKind.CHOICE,
        "Fourth holder's relationship",
        "mother father step_parent guardian authority other",
    ),
    _field(
        "pr_holder_4_position",
        FieldKind.CHOICE,
        "Fourth holder's position",
        "agrees opposes neutral unknown",
    ),
)

FIELD_BY_KEY: Final[dict[str, Field]] = {field.key: field for field in FIELDS}

TRIGGERS: Final[tuple[tuple[tuple[str, ...], frozenset[Lifetime]], ...]] = (
    (("placement_code", "placement_start"), frozenset({Lifetime.PLACEMENT})),
    (("legal_status", "legal_status_date"), frozenset({Lifetime.ORDER})),
    (("last_review_date",), frozenset({Lifetime.REVIEW})),
    (("wishes_date",), frozenset({Lifetime.WISHES})),
    (("looked_after_since",), frozenset(Lifetime)),
)
"""Which changes end which lifetimes (caseload contract, section 5, nothing outlives)."""

CONFIRMED_FIELDS: Final = ("proceedings_open", "plan_to_move", "cp_registered", "s47_open")
"""Undated answers that grow old: the day each was last confirmed is kept beside it."""


def to_text(kind: FieldKind, value: FieldValue) -> str:
    """A value as the record of changes and the commands write it: ISO dates, pounds, yes or no."""
    if kind is FieldKind.YES_NO:
        return "yes" if value else "no"
    if kind is FieldKind.MONEY and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d}"
    return str(value)


def from_text(kind: FieldKind, text: str) -> FieldValue:
    """The value that `to_text` wrote; the two are inverses.

    Raises:
        ValueError: the text was not written by `to_text` for this kind.
    """
    if kind is FieldKind.DATE:
        return dt.date.fromisoformat(text)
    if kind is FieldKind.YES_NO:
        return text == "yes"
    if kind is FieldKind.WHOLE:
        return int(text)
    if kind is FieldKind.MONEY:
        pounds, pence = text.split(".")
        return int(pounds) * 100 + int(pence)
    return text
