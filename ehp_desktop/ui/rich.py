"""The one helper through which text gets into anything that is shown as rich text."""

import html
import unicodedata

_ISOLATE, _END = "\u2068", "\u2069"
_TURNS = {"R", "AL", "RLE", "RLO", "LRE", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}


def isolated(text: str) -> str:
    """Text that cannot turn round what stands beside it: right-to-left marks end where it ends.

    Text without such marks is returned as it is.
    """
    if text.isascii() or not any(unicodedata.bidirectional(one) in _TURNS for one in text):
        return text
    return f"{_ISOLATE}{text}{_END}"


def rich(text: str) -> str:
    """Plain text for a place that reads rich text: `<b>` stays three characters."""
    return html.escape(isolated(text)).replace("\n", "<br>")


def tip(text: str) -> str:
    """Plain text for a tooltip, which Qt would else take for rich text where it looks like it."""
    return f"<p style='white-space:pre-wrap'>{html.escape(isolated(text))}</p>" if text else ""
