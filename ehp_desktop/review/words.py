"""The words of criteria.md section 1, as values."""

from enum import StrEnum


class Cohort(StrEnum):
    """With whom a looked-after child lives, as far as the surgery is concerned."""

    PARENTS = "parents"
    KINSHIP = "kinship"
    FOSTER = "foster"


class Route(StrEnum):
    """Where a care order could lead; in the order in which they are always shown."""

    DISCHARGE = "discharge"
    SUPERVISION_ORDER = "supervision_order"
    SPECIAL_GUARDIANSHIP = "special_guardianship"
    CHILD_ARRANGEMENTS = "child_arrangements"


class RouteState(StrEnum):
    """What the criteria say of a route; never a score, never a recommendation."""

    READY = "ready"
    WORK_NEEDED = "work_needed"
    NOT_THIS_ROUTE = "not_this_route"


class Result(StrEnum):
    """The result of one criterion; `met` is always the favourable side."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class CriterionKind(StrEnum):
    """How a criterion bears on its routes' states; cautions never change one."""

    ELIGIBILITY = "eligibility"
    REQUIREMENT = "requirement"
    BLOCKER = "blocker"
    INFORMATION = "information"
    CAUTION = "caution"
