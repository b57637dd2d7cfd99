"""The outcomes that a surgery can record of a case: their keys, words and what each requires.

Their words stand in `life_words`; which of them bring a case back stands in `case_life`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ehp_desktop.review.case_life import RELISTING
from ehp_desktop.review.life_words import OUTCOMES
from ehp_desktop.review.words import Route


class OutcomeCode(StrEnum):
    """What a surgery decided of a case, in the order in which outcomes are always offered."""

    DISCHARGE = "discharge"
    DISCHARGE_WITH_SUPERVISION = "discharge_with_supervision"
    CARER_GIVES_NOTICE = "carer_gives_notice"
    CHILD_ARRANGEMENTS = "child_arrangements"
    MORE_INFORMATION = "more_information"
    NOT_YET = "not_yet"
    KEEP_ORDER = "keep_order"
    ESCALATE = "escalate"
    LEFT_LIST = "left_list"


class Needs(StrEnum):
    """What an outcome cannot be recorded without."""

    NOTHING = "nothing"
    DATE = "date"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class OutcomeKind:
    """One outcome as a person chooses it.

    `key`: the one key that chooses it in a meeting. `words`: an English phrase, said in a language
    through `review.language.phrase`. `route`: where it leads, if to court.
    """

    code: OutcomeCode
    key: str
    needs: Needs = Needs.NOTHING
    route: Route | None = None

    @property
    def words(self) -> str:
        """What it is called."""
        return OUTCOMES[self.code]

    @property
    def relists(self) -> bool:
        """Whether its date brings the case back to a surgery."""
        return self.code in RELISTING


KINDS: Final = (
    OutcomeKind(OutcomeCode.DISCHARGE, "d", route=Route.DISCHARGE),
    OutcomeKind(OutcomeCode.DISCHARGE_WITH_SUPERVISION, "s", route=Route.SUPERVISION_ORDER),
    OutcomeKind(OutcomeCode.CARER_GIVES_NOTICE, "g", route=Route.SPECIAL_GUARDIANSHIP),
    OutcomeKind(OutcomeCode.CHILD_ARRANGEMENTS, "a", route=Route.CHILD_ARRANGEMENTS),
    OutcomeKind(OutcomeCode.MORE_INFORMATION, "i", Needs.DATE),
    OutcomeKind(OutcomeCode.NOT_YET, "n", Needs.DATE),
    OutcomeKind(OutcomeCode.KEEP_ORDER, "k", Needs.REASON),
    OutcomeKind(OutcomeCode.ESCALATE, "e", Needs.REASON),
    OutcomeKind(OutcomeCode.LEFT_LIST, "l", Needs.REASON),
)
"""Every outcome there is."""

KIND_OF: Final[Mapping[str, OutcomeKind]] = {one.code.value: one for one in KINDS}
"""By the word that is kept."""

KIND_BY_KEY: Final[Mapping[str, OutcomeKind]] = {one.key: one for one in KINDS}
"""By the key that is pressed."""
