"""What papers are called: one with legal advice says so in its file's name and its title."""

from PySide6.QtCore import QCoreApplication

_PDF = ".pdf"


def paper_name(name: str, *, with_advice: bool) -> str:
    """A paper's title, or its file's name with `.pdf`, marked at its end where it has advice."""
    if not with_advice:
        return name
    mark = QCoreApplication.translate("paper_name", "PRIVILEGED with legal advice")
    ending = _PDF if name.endswith(_PDF) else ""
    return f"{name.removesuffix(_PDF)} - {mark}{ending}"
