"""The caseload as files of a case system: a return of episodes, court outcomes, the extract."""

import csv
import io
from collections.abc import Iterable, Sequence

from ehp_desktop.models.fields import FIELDS, to_text
from ehp_desktop.review.sample.caseload import caseload

OUTCOME_COLUMNS = ("child_id", "kind", "date", "court", "case_number")


def csv_of(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file of rows under a header: UTF-8, CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def extract_csv() -> bytes:
    """The extract of the caseload contract, section 1: one row a child, who has left included."""
    rows = [
        [to_text(field.kind, child.values[field.key]) if field.key in child.values else ""
         for field in FIELDS]
        for _, child in caseload().children()
    ]  # fmt: skip
    return csv_of([field.key for field in FIELDS], rows)


def return_csvs() -> dict[str, bytes]:
    """A return of the shape `ssda903` in Welsh codes: header, episodes and reviews by file name.

    A few children who have just come into care are not in it yet.
    """
    known = [pair for pair in caseload().children() if pair[1].in_return]
    headers, episodes, reviews = [], [], []
    for household, child in known:
        number = str(child.values["child_id"])
        born = f"{child.born:%d/%m/%Y}"
        headers.append((number, born))
        for one in household.journey.episodes():
            end = f"{one.end:%d/%m/%Y}" if one.end else ""
            start = f"{one.start:%d/%m/%Y}"
            episodes.append(
                (number, start, one.reason_started, one.legal_status, one.placement, end,
                 one.reason_ended)
            )  # fmt: skip
        reviews += [(number, f"{day:%d/%m/%Y}") for day in child.reviews]
    return {
        "header.csv": csv_of(("CHILD", "DOB"), headers),
        "episodes.csv": csv_of(("CHILD", "DECOM", "RNE", "LS", "PLACE", "DEC", "REC"), episodes),
        "reviews.csv": csv_of(("CHILD", "REVIEW"), reviews),
    }


def outcomes_csv() -> bytes:
    """The court outcomes since April 2019, a row each."""
    rows = []
    for _, child in caseload().children():
        court = str(child.values.get("court", ""))
        number = str(child.values.get("case_number", ""))
        for kind, day in child.outcomes:
            rows.append((str(child.values["child_id"]), kind, day.isoformat(), court, number))
    return csv_of(OUTCOME_COLUMNS, rows)
