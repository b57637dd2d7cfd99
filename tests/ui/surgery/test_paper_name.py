"""A paper with legal advice says so where it is saved and where it is looked at."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ehp_desktop.review.issuing import Variants, issue
from ehp_desktop.review.names import Names
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery, one_surgery
from ehp_desktop.review.surgery_life import issued_papers
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.messages import Banner
from ehp_desktop.ui.surgery import agenda_paper
from ehp_desktop.ui.surgery.agenda_paper import AgendaPaper
from ehp_desktop.ui.surgery.agenda_view import AgendaView
from ehp_desktop.ui.surgery.agenda_wish import AgendaWish
from ehp_desktop.ui.surgery.paper_name import paper_name
from ehp_desktop.ui.surgery.papers_list import PapersList
from tests.ui.surgery.conftest import TODAY

END = " - PRIVILEGED with legal advice"


def test_the_mark_stands_before_the_ending() -> None:
    assert paper_name("Minutes.pdf", with_advice=True) == f"Minutes{END}.pdf"
    assert paper_name("Minutes", with_advice=True) == f"Minutes{END}"
    assert paper_name("Minutes.pdf", with_advice=False) == "Minutes.pdf"


@pytest.mark.parametrize(("advice", "end"), [(True, END), (False, "")])
def test_an_agenda_is_titled_and_proposed_by_its_advice(
    qtbot: QtBot,
    context: AppContext,
    opened_wales: OpenStore,
    five_children: tuple[str, ...],
    idle: Callable[[], None],
    light: None,
    monkeypatch: pytest.MonkeyPatch,
    advice: bool,
    end: str,
) -> None:
    asked: list[str] = []

    def ask(_: QWidget, __: str, proposed: str, ___: str) -> tuple[Path, str] | None:
        asked.append(proposed)
        return None

    monkeypatch.setattr(agenda_paper, "ask_where_to_save", ask)
    number = new_surgery(opened_wales, SurgeryDraft(TODAY))
    add_cases(opened_wales, number, five_children)
    row = one_surgery(opened_wales, number)
    view = AgendaView()
    qtbot.addWidget(view)
    paper = AgendaPaper(context, view, Banner(view), view)
    wish = AgendaWish("en", Names.INITIALS, advice)
    paper.look(row, wish)
    idle()
    title = view.findChild(QLabel, "agendaTitle")
    assert title is not None
    assert title.text() == f"Agenda of 30 September 2021{end}"
    view.save_wanted.emit()
    paper.save(row, wish)
    assert asked == [f"Surgery agenda 2021-09-30{end}.pdf"] * 2


def test_kept_papers_are_proposed_by_their_advice(
    qtbot: QtBot,
    context: AppContext,
    opened_wales: OpenStore,
    five_children: tuple[str, ...],
    light: None,
) -> None:
    number = new_surgery(opened_wales, SurgeryDraft(TODAY))
    add_cases(opened_wales, number, five_children)
    issue(opened_wales, number, Variants(with_advice=True), opened_wales.clock().astimezone())
    banner = Banner()
    qtbot.addWidget(banner)
    papers = PapersList(context, one_surgery(opened_wales, number), banner)
    qtbot.addWidget(papers)
    names = {one.with_advice: papers.file_name(one) for one in issued_papers(opened_wales, number)}
    assert names[True] == names[False].removesuffix(".pdf") + f"{END}.pdf"
