"""The agenda, against the same text set as plain platypus paragraphs in the same font."""

import io
from pathlib import Path

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from benchmarks.measure import Figure, interleaved
from benchmarks.stores import AS_OF, EmptyStores, clock
from ehp_desktop.review.agenda import Agenda, read_agenda
from ehp_desktop.review.documents.agenda_pdf import render_agenda, texts_of
from ehp_desktop.review.documents.fonts import REGULAR
from ehp_desktop.review.intake.apply import apply_plan
from ehp_desktop.review.intake.plan import read_plan
from ehp_desktop.review.sample.many import many_extract_csv
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery


def _agenda(folder: Path, count: int) -> Agenda:
    stores = EmptyStores(folder / f"agenda-{count}")
    path = folder / "caseload.csv"
    path.write_bytes(many_extract_csv(384))
    with stores.fresh() as opened:
        plan = read_plan(opened, [path], as_of=AS_OF)
        apply_plan(opened, plan)
        cohorts = [
            one.child_id
            for one in plan.children
            if one.incoming.values.get("placement_code") in {"P1", "F1", "F4"}
        ]
        surgery = new_surgery(opened, SurgeryDraft(date=AS_OF))
        add_cases(opened, surgery, cohorts[:count])
        return read_agenda(opened, surgery, printed_at=clock())


def _plain(texts: list[str]) -> bytes:
    style = ParagraphStyle("plain", fontName=REGULAR, fontSize=9, leading=12)
    paper = io.BytesIO()
    escaped = [line.replace("&", "&amp;").replace("<", "&lt;") for line in texts]
    SimpleDocTemplate(paper, invariant=1).build([Paragraph(line, style) for line in escaped])
    return paper.getvalue()


def figures(folder: Path, rounds: int) -> list[Figure]:
    """Twelve cases, the length of a surgery, and fifty."""
    made = []
    for count in (12, 50):
        agenda = _agenda(folder, count)
        texts = texts_of(agenda, "en")
        made.append(
            interleaved(
                f"agenda of {count} cases",
                lambda texts=texts: _plain(texts),  # type: ignore[misc]
                lambda agenda=agenda: render_agenda(agenda, "en"),  # type: ignore[misc]
                2.0,
                rounds=rounds,
            )
        )
    return made
