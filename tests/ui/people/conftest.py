import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from ehp_desktop.models import sealing
from ehp_desktop.review import opening
from ehp_desktop.review.actor import Role
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import Jobs


@pytest.fixture(autouse=True)
def _weak_argon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)


@pytest.fixture
def as_role(
    opened_as: Callable[..., opening.OpenStore], jobs: Jobs, settings: QSettings, light: None
) -> Callable[[Role], AppContext]:
    """The context of a person of a role, in a store with one of each."""

    def make(role: Role) -> AppContext:
        opened = opened_as(role)
        return AppContext(opened, jobs, today=opened.clock().date(), settings=settings)

    return make


@pytest.fixture
def peopled(peopled_template: Path, tmp_path: Path) -> Path:
    """A folder with a store that has a chair, a lawyer and an administrator."""
    return Path(shutil.copytree(peopled_template, tmp_path / "their-store"))
