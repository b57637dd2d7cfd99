"""Names of other people taken out of texts before a record leaves the authority.

What is taken out is gone: nothing that is made afterwards, on paper or in a file, is made from
the text as it was. On paper the words that stand for it are set on a black box.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

REDACTED: Final = "[redacted]"
"""What stands where a name was."""


class Redaction:
    """Takes typed names out of texts and counts how often.

    A name is found whatever its case and marks (Siân is Sian) and whatever stands between its
    words, in the order typed and with its last word first ("Rhys, Megan"); never inside another
    word. The words of a name by themselves stay: who wants them out types them too.
    """

    def __init__(self, names: Iterable[str]) -> None:
        wanted = {spelling for name in names for spelling in _spellings(name)}
        patterns = sorted((_pattern(words) for words in wanted), key=len, reverse=True)
        self._found = re.compile("|".join(patterns)) if patterns else None
        self.count = 0
        """How many names were taken out so far."""

    def text(self, recorded: str) -> str:
        """The text without the names."""
        if self._found is None:
            return recorded
        plain, places = _folded(recorded)
        kept: list[str] = []
        end = 0
        for found in self._found.finditer(plain):
            kept += [recorded[end : places[found.start()]], REDACTED]
            end = places[found.end()]
            self.count += 1
        return "".join([*kept, recorded[end:]])

    def value(self, value: Any) -> Any:
        """The same of every text in lists and dictionaries; their keys stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.value(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.value(one) for one in value]
        return value


def _spellings(name: str) -> set[tuple[str, ...]]:
    words = tuple(re.findall(r"[^\W_]+", _folded(name)[0]))
    if not words:
        return set()
    return {words, (words[-1], *words[:-1])}


def _pattern(words: Iterable[str]) -> str:
    """The words in a row with anything but letters and figures between, as whole words."""
    return r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, words)) + r"(?![^\W_])"


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without case and marks, and where in it each of its characters came from.

    The list is one longer: the place after the last character.
    """
    plain: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char).casefold():
            if not unicodedata.combining(part):
                plain.append(part)
                places.append(place)
    return "".join(plain), [*places, len(text)]
