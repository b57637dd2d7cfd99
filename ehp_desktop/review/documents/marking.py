"""The protective marking of a paper: on every page, head and foot, and never in Welsh alone."""

from enum import StrEnum

from ehp_desktop.review.documents.paper import Paper


class Marking(StrEnum):
    """What a paper is marked with; `PRIVILEGED` where it carries legal advice."""

    PLAIN = "OFFICIAL-SENSITIVE"
    PRIVILEGED = "OFFICIAL-SENSITIVE - LEGALLY PRIVILEGED AND CONFIDENTIAL"

    @classmethod
    def of(cls, advice: object | None) -> "Marking":
        """The marking of a paper with this advice; None = a paper that may carry none."""
        return cls.PLAIN if advice is None else cls.PRIVILEGED


def marking_lines(paper: Paper, marking: Marking) -> list[str]:
    """The marking as it is set: in English on every paper, for whoever finds it must know it.

    The short one on one line, the long one on a line for each language.
    """
    said = paper.say(marking)
    lines = said.split(" / ")
    if marking not in lines:
        lines.append(marking)
    return lines if marking is Marking.PRIVILEGED else [" / ".join(lines)]
