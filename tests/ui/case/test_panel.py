import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.caseload import CaseLine
from ehp_desktop.ui import theme
from ehp_desktop.ui.case import panel as panel_module
from ehp_desktop.ui.case.panel import CasePanel
from ehp_desktop.ui.case.record_dialog import TypedValue
from ehp_desktop.ui.caseload.reading import read
from ehp_desktop.ui.caseload.words import CaseWords
from ehp_desktop.ui.context import AppContext

Idle = Callable[[], None]


@pytest.fixture
def lines(context: AppContext, few_children: tuple[ChildRow, ...]) -> dict[str, CaseLine]:
    found = read(context.opened, context.as_of).caseload.lines
    return {line.row.child_id: line for line in found}


@pytest.fixture
def panel(qtbot: QtBot, context: AppContext, idle: Idle) -> CasePanel:
    made = CasePanel(context, CaseWords())
    qtbot.addWidget(made)
    made.resize(520, 700)
    made.show()
    context.store_changed.connect(made.read_again)
    return made


@pytest.fixture
def show(panel: CasePanel, lines: dict[str, CaseLine], idle: Idle) -> Callable[[str], str]:
    def shown(child_id: str) -> str:
        panel.show_child(lines[child_id])
        idle()
        return panel.text.toPlainText()

    return shown


def label(panel: CasePanel, name: str) -> str:
    found = panel.findChild(QLabel, name)
    assert found is not None
    return found.text()


def follow(panel: CasePanel, link: str) -> None:
    panel.text.anchorClicked.emit(QUrl(link))


def test_nothing_chosen_says_what_to_do(panel: CasePanel) -> None:
    assert "Choose a child" in panel.states.words


def test_a_child_is_named_with_age_and_cohort(panel: CasePanel, show: Callable[[str], str]) -> None:
    show("1001")
    assert label(panel, "child_name") == "Siân Pugh"
    assert label(panel, "child_head") == "9 y 4 m, born 14 May 2012 · with parents · ID 1001"


def test_every_route_says_its_state_and_what_is_left(show: Callable[[str], str]) -> None:
    text = show("1002")
    assert "Special guardianship · needs work first" in text
    assert "Discharge · not this route" in text
    assert "closes 14 May 2030" in text
    assert "unknown: The child's wishes and feelings are recorded recently" in text
    assert "CA 1989 s.14A(7)" in text
    assert "Wishes and feelings recorded: Not recorded" in text
    assert "To settle:" in text


def test_those_that_hold_are_shown_on_demand(panel: CasePanel, show: Callable[[str], str]) -> None:
    assert "A full care order is in force" not in show("1001")
    follow(panel, "expand:discharge")
    assert "A full care order is in force" in panel.text.toPlainText()
    follow(panel, "expand:discharge")
    assert "A full care order is in force" not in panel.text.toPlainText()


def test_a_child_of_no_cohort_is_told_why_nothing_is_assessed(
    show: Callable[[str], str],
) -> None:
    assert "In no cohort of the surgery" in show("1003")


def test_markup_in_names_stays_text(panel: CasePanel, show: Callable[[str], str]) -> None:
    text = show("0004")
    assert "<b>Mair</b>" in label(panel, "child_name")
    assert "<i>Ann</i>" in text
    assert "<img src=x>" in text
    assert "\u202e" not in text.replace("\u2068", "").split("<img")[0]


def test_no_picture_is_loaded_from_anywhere(panel: CasePanel) -> None:
    image = int(QTextDocument.ResourceType.ImageResource.value)
    for url in ("file:///etc/passwd", "https://example.org/x.png", "x.png"):
        assert panel.text.loadResource(image, QUrl(url)) is None
    assert panel.text.loadResource(image, QUrl("shape:met")) is not None


def test_the_timeline_is_painted_on_paper_and_not_in_black(
    panel: CasePanel, show: Callable[[str], str]
) -> None:
    show("1001")
    picture = panel.text._picture
    assert picture.width() > 200
    inked = [
        picture.pixelColor(x, y).lightness()
        for x in range(0, picture.width(), 3)
        for y in range(0, picture.height(), 3)
    ]
    assert sum(one > 250 for one in inked) > len(inked) / 2
    assert min(inked) < 120


def test_what_is_not_recorded_is_a_link_that_records_it(
    qtbot: QtBot,
    panel: CasePanel,
    show: Callable[[str], str],
    context: AppContext,
    idle: Idle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    show("1002")
    assert 'href="record:wishes_date"' in panel.text.toHtml()
    asked: list[str] = []

    def answer(*_: object, field: str, **__: object) -> TypedValue:
        asked.append(field)
        return TypedValue(field, dt.date(2021, 9, 28))

    monkeypatch.setattr(panel_module, "ask_value", answer)
    with qtbot.waitSignal(context.store_changed):
        follow(panel, "record:wishes_date")
    idle()
    assert asked == ["wishes_date"]
    assert "28 Sep 2021" in panel.text.toPlainText()
    assert "typed by Rhiannon Evans" in panel.text.toPlainText()
    assert panel.banner.text == "Recorded: Wishes and feelings recorded, 28 Sep 2021."
    undo = panel.banner.findChild(QPushButton, "banner_action")
    assert undo is not None
    with qtbot.waitSignal(context.store_changed):
        qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    idle()
    assert "28 Sep 2021" not in panel.text.toPlainText()
    assert panel.banner.text == "Taken back."


def test_what_a_change_ends_is_named(
    qtbot: QtBot, panel: CasePanel, show: Callable[[str], str], context: AppContext, idle: Idle
) -> None:
    show("1001")
    with qtbot.waitSignal(context.store_changed):
        panel.record(TypedValue("legal_status_date", dt.date(2021, 9, 1)))
    idle()
    assert "To be confirmed now: Court, Case number." in panel.banner.text


def test_read_only_has_no_links_to_record(
    qtbot: QtBot,
    panel: CasePanel,
    show: Callable[[str], str],
    context: AppContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(context.opened.store, "writable", False)
    assert "Not recorded" in show("1002")
    assert "record:" not in panel.text.toHtml()
    button = panel.findChild(QPushButton, "record_value")
    assert button is not None
    assert not button.isEnabled()


def test_a_child_that_is_gone_is_said_to_be(
    panel: CasePanel, lines: dict[str, CaseLine], idle: Idle
) -> None:
    line = lines["1001"]
    panel.show_child(line._replace(row=line.row._replace(child_id="9999")))
    idle()
    assert "9999" in panel.states.words


def test_the_last_child_asked_for_is_the_one_shown(
    panel: CasePanel, lines: dict[str, CaseLine], idle: Idle
) -> None:
    for child_id in ("1001", "1002", "0004", "1002"):
        panel.show_child(lines[child_id])
    idle()
    assert label(panel, "child_name") == "Ioan ap Rhys"
    assert panel.child_id == "1002"


def test_colours_of_the_text_follow_light_and_dark(
    qtbot: QtBot, panel: CasePanel, show: Callable[[str], str]
) -> None:
    show("1001")
    before = panel.text.toHtml()
    theme.show_scheme(dark=True)
    qtbot.waitUntil(lambda: panel.text.toHtml() != before)
    theme.show_scheme(dark=False)
