"""Asking for a folder; the only places of the dialogs that wait for the system's own."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_store_folder(parent: QWidget | None) -> Path | None:
    """Asks for the folder of a store; None where the person thought better of it."""
    title = QCoreApplication.translate("folders", "Open a store: choose its folder")
    chosen = QFileDialog.getExistingDirectory(parent, title)
    return Path(chosen) if chosen else None


def ask_new_folder(parent: QWidget | None, near: Path) -> Path | None:
    """Asks for an empty folder; None where the person thought better of it."""
    title = QCoreApplication.translate("folders", "New store: choose or make an empty folder")
    chosen = QFileDialog.getExistingDirectory(parent, title, str(near))
    return Path(chosen) if chosen else None
