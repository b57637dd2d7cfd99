"""How a person wants an agenda on paper; no Qt."""

from dataclasses import dataclass
from typing import Literal

from ehp_desktop.review.names import Names

Languages = Literal["en", "cy", "both"]


@dataclass(frozen=True, slots=True)
class AgendaWish:
    """The paper's language or languages, how people are named on it, and whether with advice."""

    languages: Languages
    names: Names
    with_advice: bool = False
