"""Matching columns, as values and as a dialog; the small dialogs of the import page."""

import datetime as dt
import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.fields import FIELD_BY_KEY
from ehp_desktop.review.intake.own_profiles import keep_profile, profiles_of
from ehp_desktop.review.intake.plan import read_plan
from ehp_desktop.review.intake.profiles import Profile, load_profiles
from ehp_desktop.review.language import Language
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.intake import work
from ehp_desktop.ui.intake.chosen import Chosen
from ehp_desktop.ui.intake.decisions import Left
from ehp_desktop.ui.intake.left_dialog import LeftDialog
from ehp_desktop.ui.intake.matching import Matching, can_be_spelled, one_table
from ehp_desktop.ui.intake.matching_dialog import MatchDialog
from ehp_desktop.ui.intake.spelling_dialog import SpellingDialog, meanings
from ehp_desktop.ui.jobs import JobProgress

DAY = dt.date(2021, 9, 30)
Write = Callable[..., Path]
OURS = [
    {"Rhif": "1001", "Geni": "14/05/2012", "Tîm & ardal": "Dwyrain", "Nodyn": "x"},
    {"Rhif": "1002", "Geni": "31/02/2012", "Tîm & ardal": "De", "Nodyn": ""},
]


@pytest.fixture
def looked(opened_wales: OpenStore, write_csv: Write) -> tuple[Chosen, object, dict[str, Profile]]:
    chosen = Chosen((write_csv(OURS, "ein system.csv"),), DAY)
    sheets, profiles = work.look(opened_wales, chosen, JobProgress(lambda _, __: None))
    return chosen, sheets, profiles


@pytest.fixture
def begun(looked: tuple[Chosen, list, dict[str, Profile]]) -> Matching:  # type: ignore[type-arg]
    _, sheets, profiles = looked
    return Matching.begun(*sheets[0], profiles["extract"])


@pytest.fixture
def dialog(
    qtbot: QtBot,
    light: None,
    context: AppContext,
    looked: tuple[Chosen, list, dict[str, Profile]],  # type: ignore[type-arg]
) -> Iterator[MatchDialog]:
    made = MatchDialog(context, *looked)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.reject()


def accept(dialog: QDialog) -> QPushButton:
    button = dialog.findChild(QPushButton, "accept")
    assert isinstance(button, QPushButton)
    return button


# As values


def test_a_matching_begins_with_the_files_name_and_what_is_known(begun: Matching) -> None:
    assert begun.name == "ein system"
    assert begun.fields == {}
    known = begun.matched_with("Rhif", "child_id")
    assert known.fields == {"Rhif": "child_id"}
    assert known.matched_with("Rhif", None).fields == {}


def test_a_matching_without_what_every_row_needs_makes_no_profile(begun: Matching) -> None:
    with pytest.raises(RefusedError, match="date_of_birth"):
        begun.matched_with("Rhif", "child_id").profile()


def test_a_field_matched_twice_makes_no_profile(begun: Matching) -> None:
    twice = begun.matched_with("Rhif", "child_id").matched_with("Geni", "child_id")

    with pytest.raises(RefusedError, match="both matched"):
        twice.profile()


def test_reading_values_otherwise_keeps_what_still_is_a_field(begun: Matching) -> None:
    outcomes = load_profiles()["outcomes"]
    matched = begun.matched_with("Rhif", "child_id").matched_with("Geni", "date_of_birth")

    assert matched.read_as(outcomes).fields == {"Rhif": "child_id"}


def test_only_a_layout_of_one_table_is_a_base() -> None:
    names = [profile.name for profile in one_table(load_profiles())]

    assert "extract" in names
    assert "ssda903" not in names


@pytest.mark.parametrize(
    ("key", "value", "can"),
    [
        ("placement_code", "Gyda mam", True),
        ("carer_seeks", "SGO?", True),
        ("cp_registered", "ydy", True),
        ("date_of_birth", "31/02/2012", False),
        ("child_id", "x", False),
        ("placement_code", None, False),
        ("DECOM", "1/2/3", False),
        (None, "x", False),
    ],
)
def test_only_a_value_of_a_listed_kind_can_be_spelled(
    key: str | None, value: str | None, can: bool
) -> None:
    assert can_be_spelled(key, value) is can


def test_the_meanings_of_a_field_are_those_of_the_stores_codes() -> None:
    wales = meanings(FIELD_BY_KEY["placement_code"], CodeSet.WALES)

    assert "F1" in wales
    assert "U1" not in wales
    assert meanings(FIELD_BY_KEY["s47_open"], CodeSet.WALES) == (True, False)
    assert meanings(FIELD_BY_KEY["iro_view"], CodeSet.WALES) == (
        "supports",
        "opposes",
        "undecided",
    )


# As a dialog


def test_columns_are_matched_by_keyboard_and_the_first_rows_shown(
    qtbot: QtBot, dialog: MatchDialog
) -> None:
    assert "child_id" in dialog.said
    assert not accept(dialog).isEnabled()

    qtbot.keyClicks(dialog.chooser("Rhif"), "child")
    qtbot.keyClicks(dialog.chooser("Geni"), "date")
    qtbot.keyClicks(dialog.chooser("Tîm & ardal"), "team")
    qtbot.waitUntil(accept(dialog).isEnabled, timeout=10_000)

    assert dialog.said == "1 rows would be taken, 1 refused."
    preview = dialog._table.table
    assert preview is not None
    first = [preview.rows.index(0, column).data() for column in range(5)]
    assert first == ["2", "taken", "1001", "2012-05-14", "Dwyrain"]
    assert preview.rows.index(1, 1).data().startswith("refused: ")


def test_the_profile_given_back_reads_the_file(
    qtbot: QtBot, dialog: MatchDialog, opened_wales: OpenStore
) -> None:
    for header, key in (("Rhif", "child_id"), ("Geni", "date_of_birth")):
        chooser = dialog.chooser(header)
        chooser.setCurrentIndex(chooser.findData(key))
    name = dialog.findChild(QLineEdit, "match_name")
    name.clear()
    qtbot.keyClicks(name, "ein cynllun")

    keep_profile(opened_wales, dialog.profile)

    assert profiles_of(opened_wales)["ein cynllun"].label == "ein cynllun"
    path = dialog._matching.path
    plan = read_plan(opened_wales, [path], as_of=DAY)
    assert (plan.incoming.profile, plan.new, plan.refused) == ("ein cynllun", 1, 1)


def test_the_wheel_scrolls_and_changes_no_matching(dialog: MatchDialog) -> None:
    chooser = dialog.chooser("Rhif")
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's own
    )

    chooser.wheelEvent(wheel)

    assert chooser.key() is None
    assert not wheel.isAccepted()


def test_a_profile_is_not_saved_into_a_store_open_for_reading(
    begun: Matching, opened_wales: OpenStore
) -> None:
    matched = begun.matched_with("Rhif", "child_id").matched_with("Geni", "date_of_birth")
    opened_wales.store.writable = False

    with pytest.raises(RefusedError, match="reading only"):
        keep_profile(opened_wales, matched.profile())
    assert not (opened_wales.store.folder / "profiles").exists()


# Left care, and spellings


def test_leaving_care_needs_a_reason_and_never_a_day_after_the_files(qtbot: QtBot) -> None:
    dialog = LeftDialog(CodeSet.WALES, DAY, 2, Language.ENGLISH)
    qtbot.addWidget(dialog)
    assert not accept(dialog).isEnabled()
    reason = dialog.findChild(QComboBox, "left_reason")
    day = dialog.findChild(QDateEdit, "left_day")

    day.setDate(QDate(2022, 1, 1))
    reason.setCurrentIndex(reason.findData("E4"))

    assert accept(dialog).text() == "Mark 2 children as left care"
    assert accept(dialog).isEnabled()
    assert dialog.left == Left(DAY, "E4")
    assert reason.itemText(reason.findData("E4")) == "E4: returned home"
    assert reason.findData("X1") == -1  # it says that the child remains looked after


def test_a_spelling_needs_a_meaning(qtbot: QtBot) -> None:
    field = FIELD_BY_KEY["placement_code"]
    dialog = SpellingDialog(field, "<b>Gyda mam", "Ours", CodeSet.WALES, Language.ENGLISH)
    qtbot.addWidget(dialog)
    assert not accept(dialog).isEnabled()
    means = dialog.findChild(QComboBox, "spelling_means")

    means.setCurrentIndex(means.findData("P1"))

    assert accept(dialog).isEnabled()
    assert dialog.value == "P1"


@pytest.mark.parametrize("kind", ["left", "spelling", "match"])
def test_a_dialog_is_freed_when_it_is_done(
    qtbot: QtBot,
    light: None,
    context: AppContext,
    looked: tuple[Chosen, list, dict[str, Profile]],  # type: ignore[type-arg]
    kind: str,
) -> None:
    field = FIELD_BY_KEY["placement_code"]
    made: dict[str, Callable[[], QDialog]] = {
        "left": lambda: LeftDialog(CodeSet.WALES, DAY, 1, Language.ENGLISH),
        "spelling": lambda: SpellingDialog(field, "x", "y", CodeSet.WALES, Language.ENGLISH),
        "match": lambda: MatchDialog(context, *looked),
    }
    dialog = made[kind]()
    dialog.show()
    gone = weakref.ref(dialog)
    dialog.close()

    del dialog
    qtbot.waitUntil(lambda: not context.jobs.running)
    gc.collect()

    assert gone() is None
