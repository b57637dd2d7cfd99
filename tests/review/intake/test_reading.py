"""An extract, an Annex A list and a file of outcomes, read: what is taken, what is refused."""

import datetime as dt
import gc
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import NotFoundError, UnreadableFileError
from ehp_desktop.models.fields import FIELDS
from ehp_desktop.review.intake.incoming import Incoming, Problem, RowOrigin
from ehp_desktop.review.intake.reading import read_incoming

D = dt.date(2021, 9, 30)
Read = Callable[..., Incoming]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a CSV text as an import's only file."""

    def _read(
        text: str,
        *,
        code_set: CodeSet = CodeSet.WALES,
        profile: str | None = None,
        encoding: str = "utf-8",
    ) -> Incoming:
        path = tmp_path / "export.csv"
        path.write_bytes(text.encode(encoding))
        return read_incoming([path], code_set=code_set, as_of=D, profile=profile)

    return _read


@pytest.fixture
def read_book(tmp_path: Path) -> Read:
    """Reads a workbook of sheets as an import's only file."""

    def _read(sheets: dict[str, list[list[object]]], code_set: CodeSet = CodeSet.WALES) -> Incoming:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        path = tmp_path / "export.xlsx"
        book.save(path)
        return read_incoming([path], code_set=code_set, as_of=D)

    return _read


def errors(incoming: Incoming) -> list[Problem]:
    return [problem for problem in incoming.problems if problem.severity == "error"]


def where(problem: Problem) -> tuple[object, ...]:
    return (problem.file, problem.sheet, problem.row, problem.column, problem.field, problem.value)


def test_an_extract_is_read_into_typed_values(read: Read) -> None:
    incoming = read(
        "Child ID,DATE_OF_BIRTH,legal status,Weekly cost,long_term,moves_12_months,team\r\n"
        "007,01/02/2010,c2,£812.50,yes,2,Tŷ Gwyn\r\n"
        "008,2011-02-03,,,,,\r\n"
    )
    first, second = incoming.children
    assert first.values == {
        "child_id": "007",
        "date_of_birth": dt.date(2010, 2, 1),
        "legal_status": "C2",
        "weekly_cost": 81250,
        "long_term": True,
        "moves_12_months": 2,
        "team": "Tŷ Gwyn",
    }
    assert first.origin == RowOrigin(0, 2)
    assert second.values == {"child_id": "008", "date_of_birth": dt.date(2011, 2, 3)}
    assert incoming.columns == set(first.values)
    assert (incoming.profile, incoming.asserted, incoming.refused) == ("extract", frozenset(), 0)
    (file,) = incoming.files
    assert (file.name, file.encoding, file.rows_read, len(file.sha256)) == (
        "export.csv", "UTF-8", 2, 64
    )  # fmt: skip


def test_every_key_and_every_label_is_a_header(read: Read) -> None:
    for headers in ([field.key for field in FIELDS], [field.label for field in FIELDS]):
        row = ["7" if key == "child_id" else "" for key in (field.key for field in FIELDS)]
        row[3] = "01/02/2010"
        incoming = read(",".join(headers) + "\n" + ",".join(row) + "\n")
        assert incoming.columns == {field.key for field in FIELDS}
        assert len(incoming.children) == 1


def test_a_minimal_extract_is_one(read: Read) -> None:
    assert read("child_id,date_of_birth\n1,01/02/2010\n").profile == "extract"


def test_title_rows_are_passed_over_and_named_and_counted(read: Read) -> None:
    incoming = read(
        "Looked after children;;\n\nas at 30 September;;\nchild_id;date_of_birth;team\n\n"
        ";;\n1;32/01/2010;East\n2;01/02/2010;West\n"
    )
    titles = [(one.row, one.message) for one in incoming.problems if one.severity == "warning"]
    assert [row for row, _ in titles] == [1, 3]
    assert "Looked after children" in titles[0][1]
    (bad,) = errors(incoming)
    assert where(bad) == ("export.csv", None, 7, "B", "date_of_birth", "32/01/2010")
    assert incoming.children[0].origin.row == 8
    assert incoming.files[0].rows_read == 2


def test_a_header_below_row_20_is_none(read: Read) -> None:
    rows = "child_id,date_of_birth\n1,01/02/2010\n"
    assert len(read("x\n" * 19 + rows).children) == 1
    with pytest.raises(UnreadableFileError, match="none of the first 20 rows"):
        read("x\n" * 20 + rows)


def test_all_the_problems_of_a_row_are_listed_and_the_others_are_taken(read: Read) -> None:
    incoming = read(
        "child_id,date_of_birth,legal_status,placement_code,weekly_cost,iro_view\n"
        "1,01/02/2010,C2,P1,5,supports\n"
        "2,1/2/10,C9,U1,-5,perhaps\n"
        "3,01/02/2010,C2,P1,5,supports\n"
    )
    assert [child.child_id for child in incoming.children] == ["1", "3"]
    assert [where(one)[2:] for one in errors(incoming)] == [
        (3, "B", "date_of_birth", "1/2/10"),
        (3, "C", "legal_status", "C9"),
        (3, "D", "placement_code", "U1"),
        (3, "E", "weekly_cost", "-5"),
        (3, "F", "iro_view", "perhaps"),
    ]
    assert incoming.refused == 1
    assert incoming.refused_ids == {"2"}
    assert "--code-set england" in errors(incoming)[2].message


def test_a_child_without_id_or_birthday_is_refused(read: Read) -> None:
    incoming = read("child_id,date_of_birth,team\n,01/02/2010,a\n2,,b\n,,c\n4,01/02/2010,\n")
    assert [child.child_id for child in incoming.children] == ["4"]
    assert [(one.row, one.field) for one in errors(incoming)] == [
        (2, "child_id"), (3, "date_of_birth"), (4, "child_id"), (4, "date_of_birth")
    ]  # fmt: skip
    assert incoming.refused == 3
    assert incoming.refused_ids == {"2"}


def test_a_birthday_after_the_imports_day_is_refused(read: Read) -> None:
    incoming = read("child_id,date_of_birth\n1,30/09/2021\n2,01/10/2021\n")
    assert [child.child_id for child in incoming.children] == ["1"]
    (bad,) = errors(incoming)
    assert where(bad)[2:] == (3, "B", "date_of_birth", "2021-10-01")
    assert "2021-09-30" in bad.message


def test_a_child_twice_is_refused_in_every_row_naming_the_others(read: Read) -> None:
    incoming = read(
        "child_id,date_of_birth\n7,01/02/2010\n007,01/02/2010\n7,02/02/2010\n 7 ,bad\n"
        "y\u0302,01/02/2010\nŷ,01/02/2010\nA,01/02/2010\na,01/02/2010\n"
    )
    assert [child.child_id for child in incoming.children] == ["007", "A", "a"]
    twice = [one for one in errors(incoming) if "more than one row" in one.message]
    assert [one.row for one in twice] == [2, 4, 5, 6, 7]
    assert all("rows 2, 4 and 5" in one.message for one in twice[:3])
    assert "rows 6 and 7" in twice[3].message
    assert incoming.refused == 2  # children
    assert incoming.refused_ids == {"7", "ŷ"}


def test_unknown_columns_are_named_and_left_out(read: Read) -> None:
    incoming = read("child_id,Ethnicity,date_of_birth,,Address\n1,x,01/02/2010,y,z\n")
    first, second = incoming.problems
    assert "B “Ethnicity”, E “Address”" in first.message
    assert "without a header, left out: column D" in second.message
    assert incoming.columns == {"child_id", "date_of_birth"}


def test_the_same_field_twice_is_an_error_that_names_both(read: Read) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read("child_id,date_of_birth,Child ID\n1,01/02/2010,2\n")
    assert "“child_id” (column A) and “Child ID” (column C)" in str(refused.value)


def test_a_header_without_rows_is_an_error(read: Read) -> None:
    with pytest.raises(UnreadableFileError, match="no rows under it"):
        read("child_id,date_of_birth\n\n , \n")


def test_a_missing_required_column_is_an_error(read: Read) -> None:
    with pytest.raises(UnreadableFileError, match="no column for date_of_birth, which extract"):
        read("child_id,team,legal_status\n1,East,C2\n")


def test_two_profiles_that_fit_are_an_error_until_one_is_named(read: Read) -> None:
    text = "child_id,date_of_birth,kind,date\n1,01/02/2010,application refused,01/03/2020\n"
    with pytest.raises(UnreadableFileError, match=r"extract and outcomes.*--profile"):
        read(text)
    assert len(read(text, profile="outcomes").outcomes) == 1
    assert len(read(text, profile="Extract").children) == 1
    with pytest.raises(NotFoundError, match="no profile “nonsense”"):
        read(text, profile="nonsense")
    with pytest.raises(UnreadableFileError, match="annex-a"):
        read(text, profile="annex-a")


def test_a_row_with_cells_too_many_is_refused_not_shifted(read: Read) -> None:
    incoming = read(
        "child_id,date_of_birth,surname,team\n"
        "1,01/02/2010,Jones, Ann,East\n2,01/02/2010\n3,01/02/2010,a,b\n"
    )
    assert [child.child_id for child in incoming.children] == ["2", "3"]
    (bad,) = errors(incoming)
    assert (bad.row, bad.column) == (2, "E")
    assert "5 cells and the header 4" in bad.message


def test_a_delimiter_at_the_end_of_every_row_is_no_cell_too_many(read: Read) -> None:
    assert len(read("child_id,date_of_birth\n1,01/02/2010,\n2,01/02/2010,\n").children) == 2


def test_a_row_that_cannot_be_split_is_refused_alone(read: Read) -> None:
    incoming = read(
        'child_id,date_of_birth,team\n1,01/02/2010,a\n2,01/02/2010,"b" x\n3,01/02/2010,c\n'
    )
    assert [child.child_id for child in incoming.children] == ["1", "3"]
    (bad,) = errors(incoming)
    assert where(bad) == ("export.csv", None, 3, None, None, None)
    assert (incoming.refused, incoming.files[0].rows_read) == (1, 3)


def test_windows_1252_is_said_in_the_report(read: Read) -> None:
    incoming = read("child_id,date_of_birth,surname\n1,01/02/2010,Siôn\n", encoding="cp1252")
    assert incoming.files[0].encoding == "Windows-1252"
    assert "Windows-1252" in incoming.problems[0].message
    assert incoming.children[0].values["surname"] == "Siôn"


def test_a_workbook_is_numbered_as_the_spreadsheet_numbers_it(read_book: Read) -> None:
    rows: list[list[object]] = [
        [None, "Extract"],
        [],
        [None, "child_id", "date_of_birth", "case_number", "moves_12_months", "long_term"],
        [None, 1761444.0, dt.date(2010, 2, 1), 18, 2, True],
        [],
        [None, "0002", 44256, 10_000_000_000_000_000, 2.5, "x"],
    ]
    incoming = read_book({"Notes": [["how to"]], "Data": rows})
    (child,) = incoming.children
    assert child.origin == RowOrigin(0, 4)
    assert child.values["child_id"] == "1761444"
    assert (child.values["case_number"], child.values["long_term"]) == ("18", True)
    assert [where(one) for one in errors(incoming)] == [
        ("export.xlsx", "Data", 6, "C", "date_of_birth", "44256"),
        ("export.xlsx", "Data", 6, "D", "case_number", "10000000000000000"),
        ("export.xlsx", "Data", 6, "E", "moves_12_months", "2.5"),
        ("export.xlsx", "Data", 6, "F", "long_term", "x"),
    ]
    assert "1 March 2021" in errors(incoming)[0].message


def test_yes_in_a_cell_is_not_taken_for_the_number_one(read_book: Read) -> None:
    rows: list[list[object]] = [
        ["child_id", "date_of_birth", "moves_12_months", "team"],
        ["1", dt.date(2010, 2, 1), 1, 1],
        ["2", dt.date(2010, 2, 1), True, True],
    ]
    incoming = read_book({"Data": rows})
    assert [child.values["team"] for child in incoming.children] == ["1"]
    (bad,) = errors(incoming)
    assert (bad.row, bad.field, bad.value) == (3, "moves_12_months", "TRUE")


def test_two_sheets_of_extracts_are_an_error(read_book: Read) -> None:
    rows: list[list[object]] = [["child_id", "date_of_birth"], ["1", dt.date(2010, 2, 1)]]
    with pytest.raises(UnreadableFileError, match=r"More than one sheet.*“A”.*“B”"):
        read_book({"A": rows, "B": rows})


ANNEX_A_HEADERS: list[object] = [
    "CHILD UNIQUE  ID", "Date of Birth", "Date Started to be Looked After",
    "Start date of current legal status", "Child’s Legal Status",
    "Date of Latest Statutory Review", "Date of Last Social Work Visit",
    "Number of Placements in the Last 12 months", "Date Ceased to be Looked After",
    "Reason Ceased to be Looked After", "Start Date of Most Recent Placement", "Placement Type",
    "Placement Location", "Allocated Team", "Allocated Worker", "Ethnicity",
]  # fmt: skip


@pytest.mark.parametrize("sheet", ["List 8", "LIST_8", "list8", "Annex A List 8 - LAC", "8"])
def test_annex_a_is_list_8_and_becomes_the_fields_of_the_contract(
    read_book: Read, sheet: str
) -> None:
    day = dt.date(2019, 5, 1)
    rows: list[list[object]] = [
        ANNEX_A_HEADERS,
        [17.0, day, day, day, "C2: FCO", day, day, 3, None, "", day, "k) P1: Placed with parents",
         "b) Out", "Team\xa0One", "A. B.", "x"],
        [18.0, day, day, day, "C2", day, day, 0, day, "k) E47: Special Guardianship Orders - "
         "relative/friend", day, "u1", "a) In", "", "", "x"],
    ]  # fmt: skip
    other: list[list[object]] = [["Child ID", "Date of Birth"], ["17", day]]
    incoming = read_book({"List 7": other, sheet: rows, "List 80": rows}, CodeSet.ENGLAND)
    assert incoming.profile == "annex-a"
    first, second = (child.values for child in incoming.children)
    assert first == {
        "child_id": "17", "date_of_birth": day, "looked_after_since": day,
        "legal_status_date": day, "legal_status": "C2", "last_review_date": day,
        "last_visit_date": day, "moves_12_months": 2, "placement_start": day,
        "placement_code": "P1", "out_of_county": True, "team": "Team One", "social_worker": "A. B.",
    }  # fmt: skip
    assert (second["moves_12_months"], second["ceased_reason"]) == (0, "E47")
    assert (second["placement_code"], second["out_of_county"]) == ("U1", False)
    assert incoming.asserted == {"ceased_date", "ceased_reason"}


def test_a_bare_yes_is_no_placement_location(read_book: Read) -> None:
    row: list[object] = ["17", dt.date(2019, 5, 1), *[None] * 10, "Yes"]
    incoming = read_book({"List 8": [ANNEX_A_HEADERS, row]})
    (bad,) = errors(incoming)
    assert (bad.column, bad.field, bad.value) == ("M", "out_of_county", "Yes")


def test_outcomes_are_read_and_refused_row_by_row(read: Read) -> None:
    incoming = read(
        "child_id,kind,date,court,case_number\n"
        "1,Care order discharged,01/03/2021,Swansea,SA21C1\n"
        "1,supervision_order_made,01/03/2021,,\n"
        "2,adopted,01/03/2021,,\n"
        ",care_order_discharged,,,\n"
    )
    first, second = incoming.outcomes
    assert (first.child_id, first.kind, first.date) == (
        "1", "care_order_discharged", dt.date(2021, 3, 1)
    )  # fmt: skip
    assert (first.court, first.case_number, first.origin) == ("Swansea", "SA21C1", RowOrigin(0, 2))
    assert (second.kind, second.court) == ("supervision_order_made", None)
    assert (first.sheet, first.column) == (None, "A")
    assert [(one.row, one.field) for one in errors(incoming)] == [
        (4, "kind"), (5, "child_id"), (5, "date")
    ]  # fmt: skip
    assert (incoming.refused, incoming.refused_ids) == (2, frozenset({"2"}))


def test_files_that_cannot_be_opened_are_refused(tmp_path: Path) -> None:
    def refusal(*paths: Path) -> str:
        with pytest.raises(UnreadableFileError) as refused:
            read_incoming(paths, code_set=CodeSet.WALES, as_of=D)
        return str(refused.value)

    assert "No file was given" in refusal()
    assert "There is no file" in refusal(tmp_path / "none.csv")
    assert "is a folder" in refusal(tmp_path)
    large = tmp_path / "large.csv"
    with large.open("wb") as stream:
        stream.truncate(64 * 1024 * 1024 + 1)
    assert "larger than 64 MiB" in refusal(large)
    one = tmp_path / "one.csv"
    one.write_text("child_id,date_of_birth\n1,01/02/2010\n")
    assert "one at a time" in refusal(one, one)
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    assert "other.csv: none of the first 20 rows" in refusal(one, other)


@pytest.mark.parametrize("running", [True, False])
def test_the_garbage_collector_is_left_as_it_was(read: Read, running: bool) -> None:
    before = gc.isenabled()
    (gc.enable if running else gc.disable)()
    try:
        read("child_id,date_of_birth\n1,01/02/2010\n")
        assert gc.isenabled() is running
    finally:
        (gc.enable if before else gc.disable)()
