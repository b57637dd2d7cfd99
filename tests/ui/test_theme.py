import json
from importlib import resources

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from ehp_desktop.ui import shapes, theme
from ehp_desktop.ui.theme import Role

ON_BASE = (
    "ready work_needed not_this_route met not_met unknown not_applicable quiet current_row".split()
)


def table(name: str) -> dict[str, dict[str, str]]:
    text = (resources.files("ehp_desktop.resources") / "themes" / f"{name}.json").read_text("utf-8")
    return json.loads(text)


def luminance(colour: str) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    return (
        0.2126 * channel(made.redF())
        + 0.7152 * channel(made.greenF())
        + 0.0722 * channel(made.blueF())
    )


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(name: str) -> list[tuple[str, str, str]]:
    """Every text colour with every ground that it is shown on."""
    read = table(name)
    palette, disabled, roles = read["palette"], read["disabled"], read["roles"]
    grounds = [palette["base"], palette["alternate_base"], palette["window"]]
    found = [
        (f"{role} on {ground}", roles[role], ground)
        for role in ON_BASE
        if role != "current_row"
        for ground in grounds
    ]
    found += [
        (f"{role} on the current row", roles[role], roles["current_row"])
        for role in ("ready", "work_needed", "not_this_route")
    ]
    found += [
        (f"text on {ground}", palette["text"], ground)
        for ground in [*grounds, roles["current_row"]]
    ]
    found += [(f"link on {ground}", palette["link"], ground) for ground in grounds]
    found += [
        (f"placeholder on {ground}", palette["placeholder_text"], ground) for ground in grounds
    ]
    found += [
        ("selected", palette["highlighted_text"], palette["highlight"]),
        ("button", palette["button_text"], palette["button"]),
        ("tool tip", palette["tool_tip_text"], palette["tool_tip_base"]),
        ("disabled text", disabled["text"], palette["base"]),
        ("disabled button", disabled["button_text"], palette["button"]),
        ("disabled selected", disabled["highlighted_text"], disabled["highlight"]),
        ("notice", roles["notice_text"], roles["notice_ground"]),
        ("done", roles["done_text"], roles["done_ground"]),
        ("error", roles["error_text"], roles["error_ground"]),
    ]
    return found


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(name: str) -> None:
    weak = {what: round(contrast(text, ground), 2) for what, text, ground in pairs(name)}
    assert {what: value for what, value in weak.items() if value < 4.5} == {}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_role_has_a_colour_and_no_other(name: str) -> None:
    assert set(table(name)["roles"]) == {role.value for role in Role}
    assert all(QColor(value).isValid() for part in table(name).values() for value in part.values())


def test_light_and_dark_turn_while_the_window_is_open(qtbot: QtBot, light: None) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    assert not theme.is_dark()
    before = theme.colour(Role.READY)
    theme.show_scheme(dark=True)
    assert theme.is_dark()
    assert theme.colour(Role.READY) != before
    dark = QColor(table("dark")["palette"]["window"])
    qtbot.waitUntil(lambda: label.palette().window().color() == dark)
    theme.show_scheme(dark=False)


def test_states_differ_by_shape_and_not_by_colour_alone(light: None) -> None:
    def silhouette(name: str) -> list[bool]:
        image = shapes.shape(name, 24).toImage().convertToFormat(QImage.Format.Format_ARGB32)
        return [image.pixelColor(x, y).alpha() > 96 for y in range(24) for x in range(24)]

    states = [silhouette(name) for name in ("ready", "work_needed", "not_this_route")]
    results = [silhouette(name) for name in ("met", "not_met", "unknown", "not_applicable")]
    for drawn in (states, results):
        for number, one in enumerate(drawn):
            for other in drawn[number + 1 :]:
                differing = sum(a != b for a, b in zip(one, other, strict=True))
                assert differing > 24


def test_text_is_painted_at_all(qtbot: QtBot, light: None) -> None:
    label = QLabel("Ŵyn Ŷork – ŵ ŷ â ê")
    qtbot.addWidget(label)
    label.show()
    image = label.grab().toImage()
    colours = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert len(colours) > 4


def test_icons_follow_the_size_of_the_text(qapp: QApplication, light: None) -> None:
    face = qapp.font()
    small = shapes.state_icon("ready").availableSizes()[0].width()
    doubled = qapp.font()
    doubled.setPointSizeF(face.pointSizeF() * 2)
    qapp.setFont(doubled)
    try:
        assert shapes.state_icon("ready").availableSizes()[0].width() > small * 1.6
    finally:
        qapp.setFont(face)


@pytest.mark.parametrize("ink", [None, QColor("white")])
def test_the_tick_of_a_ready_route_is_seen_on_any_ground(light: None, ink: QColor | None) -> None:
    image = shapes.shape("ready", 48, 1.0, ink).toImage()
    assert image.pixelColor(round(48 * 0.43), round(48 * 0.69)).alpha() < 30  # the tick, cut out
    assert image.pixelColor(round(48 * 0.25), round(48 * 0.25)).alpha() == 255  # the disc


@pytest.mark.parametrize("made", [QCheckBox, QRadioButton])
def test_a_box_is_seen_on_a_dark_window_and_so_is_what_is_in_it(
    qtbot: QtBot, light: None, made: type[QCheckBox | QRadioButton]
) -> None:
    theme.show_scheme(dark=True)
    try:
        box = made("With legal advice")
        qtbot.addWidget(box)
        box.show()
        middle = box.height() // 2
        within = box.grab().toImage().pixelColor(6, middle).name()
        window = table("dark")["palette"]["window"]
        assert contrast(within, window) >= 3
        assert contrast(box.palette().text().color().name(), within) >= 3
    finally:
        theme.show_scheme(dark=False)
