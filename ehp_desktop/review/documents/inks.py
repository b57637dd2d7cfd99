"""The inks of our papers: each at least 4.5:1 on white where words are set in it."""

from typing import Final

INKS: Final[dict[str, tuple[float, float, float]]] = {
    "ink": (0.08, 0.08, 0.1),
    "grey": (0.36, 0.36, 0.4),
    "good": (0.05, 0.38, 0.2),
    "work": (0.6, 0.3, 0.0),
    "bad": (0.66, 0.1, 0.1),
    "struck": (0.36, 0.36, 0.4),
    "redacted": (1.0, 1.0, 1.0),
    "rule": (0.72, 0.72, 0.76),
    "fill": (0.92, 0.93, 0.96),
    "paper": (1.0, 1.0, 1.0),
}
"""Red, green, blue from 0 to 1. A colour is never the only carrier of a meaning.

Words in `struck` are drawn with a line through them, words in `redacted` on a black box.
"""

INK_OPERANDS: Final = {name: " ".join(map(str, parts)) for name, parts in INKS.items()}
"""The same as PDF writes them before `rg` (fill) and `RG` (stroke)."""
