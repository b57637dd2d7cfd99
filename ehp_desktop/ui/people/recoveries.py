"""Every chair is told once that the recovery code was used: whoever has it can open the store."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings

from ehp_desktop.review.language import Language, say_date
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.people import work

if TYPE_CHECKING:
    from ehp_desktop.models.rows import PersonEventRow
    from ehp_desktop.ui.main_window import MainWindow


def tell_once(shown: "MainWindow") -> None:
    """Reads the uses of the code, and says those that this chair has not yet closed."""
    context = shown.context
    context.jobs.run(
        _tr("Looking whether the recovery code was used"),
        partial(work.recoveries, context.opened),
        partial(_tell, shown),
    )


def _tell(shown: "MainWindow", used: "Sequence[PersonEventRow]") -> None:
    context = shown.context
    key, settings = f"recoveries/{context.opened.actor.id}", context.settings
    told = _number(settings.value(key)) if settings is not None else 0
    fresh = [row for row in used if row.id > told]
    if not fresh:
        return
    banner = Banner(shown)
    banner.setObjectName("recovery_used")
    banner.closed.connect(partial(_keep, settings, key, fresh[-1].id))
    shown.show_above(banner)
    banner.say(recovery_words(fresh, context.language), kind=BannerKind.NOTICE)


def recovery_words(used: "Sequence[PersonEventRow]", language: Language) -> str:
    """When the code was used, and for whom."""
    times = "; ".join(
        _tr("{day} at {time} ({name})").format(
            day=say_date(row.at.astimezone().date(), language),
            time=f"{row.at.astimezone():%H:%M}",
            name=row.name,
        )
        for row in used
    )
    return _tr(
        "The recovery code of this store was used: {times}. Every chair is told once. Whoever "
        "holds the code can open the store."
    ).format(times=times)


def _number(kept: object) -> int:
    try:
        return int(str(kept))
    except ValueError:
        return 0


def _keep(settings: QSettings | None, key: str, number: int) -> None:
    if settings is not None:
        settings.setValue(key, number)


def _tr(text: str) -> str:
    return QCoreApplication.translate("recoveries", text)
