"""Which papers of an agenda are issued: their languages, how they name, with advice or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from ehp_desktop.review.names import Names

LANGUAGES: Final = ("en", "cy", "both")
"""The languages of a paper."""


class Variant(NamedTuple):
    """One of the ways in which an agenda is printed; `language` is en, cy or both."""

    language: str = "en"
    names: Names = Names.INITIALS
    with_advice: bool = False


@dataclass(frozen=True, slots=True)
class Variants:
    """Which papers to issue: one for each language and way of naming.

    `with_advice`: the same again with legal advice, beside those without.
    """

    languages: tuple[str, ...] = ("en",)
    names: tuple[Names, ...] = (Names.INITIALS,)
    with_advice: bool = False

    def each(self) -> Iterator[Variant]:
        """Every variant once, those without advice first."""
        for with_advice in (False, True) if self.with_advice else (False,):
            for language in dict.fromkeys(self.languages):
                for names in dict.fromkeys(self.names):
                    yield Variant(language, names, with_advice)
