"""Columns stay as a person put them: order, width, hidden or shown. Layout only, never content."""

import json
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QHeaderView

from ehp_desktop.ui.tables.columns import Column


def keep(
    settings: QSettings, name: str, header: QHeaderView, columns: tuple[Column[Any], ...]
) -> None:
    """Writes down how the columns stand; widths in characters, so that they fit another font."""
    width = max(1, header.fontMetrics().averageCharWidth())
    keys = [column.key for column in columns]
    shown_widths = {
        key: round(header.sectionSize(number) / width, 1)
        for number, key in enumerate(keys)
        if not header.isSectionHidden(number)
    }
    kept = {
        "order": [keys[header.logicalIndex(place)] for place in range(len(keys))],
        "hidden": [key for number, key in enumerate(keys) if header.isSectionHidden(number)],
        "widths": shown_widths,
    }
    settings.setValue(f"columns/{name}", json.dumps(kept))


def restore(
    settings: QSettings, name: str, header: QHeaderView, columns: tuple[Column[Any], ...]
) -> None:
    """Puts the columns as they were kept; columns that were not known then stay as they are."""
    kept = _read(settings, name)
    keys = [column.key for column in columns]
    width = header.fontMetrics().averageCharWidth()
    known = [key for key in kept.get("order", []) if key in keys]
    for place, key in enumerate(known):
        header.moveSection(header.visualIndex(keys.index(key)), place)
    for number, key in enumerate(keys):
        if key in known:
            header.setSectionHidden(number, key in kept.get("hidden", []))
        characters = kept.get("widths", {}).get(key)
        if isinstance(characters, int | float) and characters > 0:
            header.resizeSection(number, round(characters * width))


def forget(settings: QSettings, name: str) -> None:
    """The columns are as at first again."""
    settings.remove(f"columns/{name}")


def _read(settings: QSettings, name: str) -> dict[str, Any]:
    """What was kept; nothing where there is nothing, or it is not what this program wrote."""
    written = settings.value(f"columns/{name}")
    try:
        kept = json.loads(written) if isinstance(written, str) else {}
    except ValueError:
        kept = {}
    return kept if isinstance(kept, dict) else {}
