"""The questions to settle: a sentence for each criterion that is outstanding.

Questions, never advice: they ask what the surgery would want to know, and leave what to do to it.
"""

from typing import Final, NamedTuple


class Question(NamedTuple):
    """What is asked of a criterion not met, of one unknown, and of one with a day to come."""

    not_met: str
    unknown: str
    dated: str | None = None


def _either(text: str) -> Question:
    return Question(text, text)


QUESTIONS: Final[dict[str, Question]] = {
    "E1": Question(
        "Which order is in force, if not a full care order?", "What is the child's legal status?"
    ),
    "E2": Question(
        "Which order is in force, and does it leave this route open?",
        "What is the child's legal status?",
    ),
    "E3": _either("Has the person with whom the child lives parental responsibility?"),
    "E4": _either("Who could apply for this order?"),
    "E5": Question("Is the date of birth recorded right?", "What is the child's date of birth?"),
    "E6": Question("Is the date of birth recorded right?", "What is the child's date of birth?"),
    "E7": Question(
        "Who could be special guardian, if not this carer?",
        "Who are the carers, when were they born, and how are they related to the child?",
    ),
    "R1": Question(
        "Does the bar stand in the way of an application?",
        "Does a bar stand in the way of an application?",
        "Would leave be sought, or does the application wait for {met_on}, when the bar has run?",
    ),
    "R2": Question(
        "May the carer apply without leave?",
        "Since when has the child lived with this carer?",
        "Would the authority consent or leave be sought, or does the application wait for "
        "{met_on}?",
    ),
    "R3": Question(
        "Has the child been in this placement long enough?",
        "When did this placement start?",
        "Has the child been in this placement long enough, or does the case wait for {met_on}?",
    ),
    "R4": Question(
        "When could the child's name come off the child protection register?",
        "Is the child on the child protection register?",
        "Has the child been off the register long enough, or does the case wait for {met_on}?",
    ),
    "R5": Question(
        "When will the overdue review be held?",
        "When was the last statutory review held, or, if none was, since when has the child been "
        "looked after?",
    ),
    "R6": Question(
        "Could a review endorse this route, and when?", "Which route did the last review endorse?"
    ),
    "R7": Question(
        "What stands behind the independent reviewing officer's view?",
        "What is the reviewing officer's view of this route?",
    ),
    "R8": Question(
        "When will the overdue visit be made?",
        "When was the child last visited, and what decides when the next visit is due?",
    ),
    "R9": Question(
        "Which of the concerns behind the order are still open?",
        "Where do the concerns behind the order stand?",
    ),
    "R10": _either("Who would lead the support after the order, and on which plan?"),
    "R11": _either("What are the child's wishes and feelings now?"),
    "R12": Question(
        "Does the assessment of the parent or carer still hold?",
        "Has the parent or carer been assessed?",
    ),
    "R13": Question("Does the carer seek this order?", "Which order does the carer seek?"),
    "R14": Question(
        "When will the notice have run?",
        "Has the carer given notice, and when?",
        "What would be in place when the notice has run on {met_on}?",
    ),
    "B1": Question(
        "Where does the registration or the enquiry stand, and when could it end?",
        "Is the child on the child protection register, and is a section 47 enquiry open?",
    ),
    "B2": Question(
        "What stands in the way of the placement's approval?",
        "Is the placement approved, and since when?",
    ),
    "B3": Question(
        "Where do the proceedings, or the plan to move the child, stand?",
        "Are court proceedings open, and is there a plan to move the child?",
    ),
    "M1": _either("What are the date of the order and the court's case number?"),
    "M2": _either("Who has parental responsibility, and what is the position of each?"),
    "M3": _either("When will the care and support plan be up to date with the last review?"),
    "M4": _either("When is the special guardianship report expected?"),
    "M5": _either("When is the special guardianship support plan expected?"),
    "M6": _either("When are the carer's checks expected?"),
}
"""By the criterion's id; cautions leave no question."""
