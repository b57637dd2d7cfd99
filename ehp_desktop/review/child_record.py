"""One child's whole record as facts, for a subject access request: nothing kept is left out."""

from collections.abc import Mapping
from dataclasses import dataclass

from ehp_desktop.models.rows import (
    ActionRow,
    AdviceRow,
    ChildRow,
    EpisodeRow,
    FieldChangeRow,
    HoldRow,
    IssuedRow,
    NoteRow,
    OutcomeRow,
    OverrideRow,
    ReviewRow,
    StepRow,
    SurgeryRow,
    ValueHistory,
)
from ehp_desktop.review.care_story import CareStory
from ehp_desktop.review.case_life import DatedOutcome
from ehp_desktop.review.imprint import Imprint


@dataclass(frozen=True, slots=True)
class ChildRecordPaper:
    """What is kept of one child, every version of everything.

    `notes`: of facts, for everyone. `private_notes`: every private note of the child; one without
    a text cannot be read and is listed as withheld, and so are all of them where `with_private` is
    not set. `advice` None: withheld; then `advice_recorded` alone says that there is some.
    `issued`: the agendas and minutes kept of surgeries at which the child was listed.
    `redact`: names of other people that are taken out of every text.
    """

    imprint: Imprint
    row: ChildRow
    story: CareStory | None = None
    provenance: Mapping[str, ValueHistory] | None = None
    changes: tuple[FieldChangeRow, ...] = ()
    episodes: tuple[EpisodeRow, ...] = ()
    reviews: tuple[ReviewRow, ...] = ()
    orders: tuple[OutcomeRow, ...] = ()
    surgeries: tuple[SurgeryRow, ...] = ()
    outcomes: tuple[DatedOutcome, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    steps: tuple[StepRow, ...] = ()
    overrides: tuple[OverrideRow, ...] = ()
    notes: tuple[NoteRow, ...] = ()
    private_notes: tuple[NoteRow, ...] = ()
    with_private: bool = False
    advice: tuple[AdviceRow, ...] | None = None
    advice_recorded: bool = False
    issued: tuple[IssuedRow, ...] = ()
    holds: tuple[HoldRow, ...] = ()
    redact: tuple[str, ...] = ()
