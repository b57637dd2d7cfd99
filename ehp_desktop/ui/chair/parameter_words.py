"""What each parameter is called; the names themselves are those of criteria.md, section 5."""

from PySide6.QtCore import QCoreApplication


def parameter_label(name: str) -> str:
    """A parameter in words, with its unit; one that has none yet is called by its name."""
    tr = QCoreApplication.translate
    labels = {
        "bar_months": tr("parameters", "Bar after an application (months)"),
        "residence_months": tr("parameters", "Residence with the carer to apply (months)"),
        "settled_months": tr("parameters", "Settled in the placement (months)"),
        "register_clear_months": tr("parameters", "Off the child protection register (months)"),
        "first_review_working_days": tr("parameters", "First review within (working days)"),
        "second_review_months": tr("parameters", "Second review within (months)"),
        "review_months": tr("parameters", "Later reviews within (months)"),
        "first_visit_days": tr("parameters", "First visit within (days)"),
        "visit_days_until_review": tr("parameters", "Visits until the first review (days)"),
        "visit_days_parents": tr("parameters", "Visits, placed with parents (days)"),
        "visit_days_temporary": tr("parameters", "Visits, temporary approval (days)"),
        "visit_days": tr("parameters", "Visits (days)"),
        "visit_months_long_term": tr("parameters", "Visits, long-term placement (months)"),
        "first_year_months": tr("parameters", "First year of a placement (months)"),
        "step_down_plan_months": tr("parameters", "Support plan is current for (months)"),
        "wishes_months": tr("parameters", "Wishes and feelings are recent for (months)"),
        "assessment_months": tr("parameters", "Assessment is current for (months)"),
        "notice_months": tr("parameters", "Notice before special guardianship (months)"),
        "temporary_weeks": tr("parameters", "Temporary approval of a carer (weeks)"),
        "temporary_extension_weeks": tr("parameters", "Temporary approval, extension (weeks)"),
        "leaving_care_age": tr("parameters", "Leaving-care entitlements, age (years)"),
        "answer_months": tr("parameters", "An answer is recent for (months)"),
        "time_left_months": tr("parameters", "Useful time left (months)"),
        "household_months": tr("parameters", "Household unchanged (months)"),
        "incident_months": tr("parameters", "Without an incident (months)"),
        "pr_exercised_months": tr("parameters", "Authority has not exercised PR (months)"),
    }  # fmt: skip
    return labels.get(name, name)
