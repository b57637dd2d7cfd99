import datetime as dt
import io
from xml.etree import ElementTree

import pypdfium2
import pytest
from hypothesis import given, strategies as st
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import String
from reportlab.pdfgen.canvas import Canvas

from ehp_desktop.review.care_story import CareStory, Stretch
from ehp_desktop.review.documents.speech import Languages
from ehp_desktop.review.documents.timeline import timeline, timeline_svg

day = dt.date
STORY = CareStory(
    day(2021, 9, 30),
    day(2016, 2, 1),
    (Stretch(day(2016, 2, 1), day(2018, 6, 12), "C1"), Stretch(day(2018, 6, 12), None, "C2")),
    (Stretch(day(2016, 2, 1), day(2020, 7, 28), "F2"), Stretch(day(2020, 7, 28), None, "F1")),
    (day(2021, 3, 4), day(2021, 7, 15)),
    (day(2021, 6, 1),),
)


def texts(svg: bytes) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    return [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]


def test_the_screen_and_the_paper_show_the_same_words() -> None:
    on_screen = texts(timeline_svg(STORY))
    canvas = Canvas(io.BytesIO(), pagesize=(600, 200))
    renderPDF.draw(timeline(STORY), canvas, 20, 50)
    with pypdfium2.PdfDocument(canvas.getpdfdata()) as document:
        on_paper = document[0].get_textpage().get_text_range()
    assert {"C1", "C2", "F2", "F1", "30 Sep 2021", "Legal status", "Placement"} <= set(on_screen)
    assert all(text in on_paper for text in on_screen)


def test_in_both_languages_the_bars_leave_room_for_the_labels() -> None:
    drawing = timeline(STORY, Languages.BOTH)
    words = [shape for shape in drawing.contents if isinstance(shape, String)]
    label = next(one for one in words if "Legal surgery" in one.text)
    bars = [shape.x for shape in drawing.contents if type(shape).__name__ == "Rect"]
    assert label.text == "Cymhorthfa gyfreithiol / Legal surgery"
    assert min(bars) > 115


def test_a_story_without_dates_says_so() -> None:
    assert texts(timeline_svg(CareStory(day(2021, 9, 30)))) == ["No dates are recorded to draw."]


@pytest.mark.parametrize("start", [day(2021, 9, 30), day(2021, 9, 1), day(1931, 1, 1)])
def test_short_and_long_stories_stay_inside_the_picture(start: dt.date) -> None:
    story = CareStory(day(2021, 9, 30), start, (Stretch(start, None, "C2"),), reviews=(start,))
    drawing = timeline(story)
    left, _, right, _ = drawing.getBounds()
    assert left >= -0.5
    assert right <= drawing.width + 0.5


@given(
    st.lists(st.tuples(st.dates(), st.none() | st.dates(), st.sampled_from(["C1", "C2"]))),
    st.lists(st.dates()),
    st.dates(),
)
def test_any_dates_can_be_drawn(
    parts: list[tuple[dt.date, dt.date | None, str]], days: list[dt.date], as_of: dt.date
) -> None:
    orders = tuple(Stretch(*part) for part in parts)
    story = CareStory(as_of, None, orders, (), tuple(days), ())
    assert timeline_svg(story).startswith(b"<?xml")
