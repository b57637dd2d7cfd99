"""The reason that a person gives for an override or a parameter, as it is kept."""

from typing import Final

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.review.texts import wanted_text

LONGEST_REASON: Final = 2000
"""Characters: it stands in full wherever the result is shown."""


def tidy_reason(text: str) -> str:
    """A reason as other texts are kept, and brief enough to stand beside what it is for.

    Raises:
        RefusedError: it is blank, longer than 2000 characters or holds control characters.
    """
    tidy = wanted_text("reason", text)
    if len(tidy) > LONGEST_REASON:
        raise RefusedError(
            f"The reason is longer than {LONGEST_REASON} characters, so nothing was changed; "
            "shorten it."
        )
    return tidy
