"""The fictional caseload goes through the real intake, and stands in a store as it was made."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from ehp_desktop.models import reads
from ehp_desktop.models.errors import RefusedError
from ehp_desktop.review import sample
from ehp_desktop.review.caseload import explain_child, read_caseload
from ehp_desktop.review.intake.plan import read_plan
from ehp_desktop.review.opening import OpenStore, unlock
from ehp_desktop.review.sample.setting import SURGERY_DAY, import_sample, make_demo
from ehp_desktop.review.surgery import list_surgeries, show_surgery
from ehp_desktop.review.words import Route, RouteState


@pytest.fixture
def with_sample(opened_wales: OpenStore, tmp_path: Path) -> OpenStore:
    import_sample(opened_wales, tmp_path)
    return opened_wales


def test_the_store_holds_the_caseload_as_it_was_made(with_sample: OpenStore) -> None:
    with with_sample.store.reading() as session:
        stored = {row.child_id: row for row in reads.children(session)}
        outcomes = reads.outcomes(session)
        imports = reads.imports(session)
    made = {row.child_id: row for row in sample.sample_rows()}
    assert stored.keys() == made.keys()
    for child_id, row in made.items():
        given = {name: value for name, value in row._asdict().items() if value is not None}
        kept = stored[child_id]._asdict()
        assert given == {name: kept[name] for name in given}, child_id
    assert len(outcomes) == sum(len(child.outcomes) for _, child in sample.caseload().children())
    assert [(one.profile, one.refused) for one in imports] == [
        ("ssda903", 0),
        ("outcomes", 0),
        ("extract", 0),
    ]
    assert list(tmp_files(with_sample)) == []


def tmp_files(opened: OpenStore) -> list[Path]:
    return list(opened.store.folder.parent.glob("files-*"))


def test_the_return_and_the_extract_agree_on_what_both_say(
    with_sample: OpenStore, tmp_path: Path
) -> None:
    paths = []
    for name, content in sample.return_csvs().items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    plan = read_plan(with_sample, paths, profile="ssda903", as_of=sample.AS_OF)
    fields = Counter(change.field for child in plan.children for change in child.differences)
    # Where a child lived with the carer before the placement began, only the extract knows it.
    assert set(fields) <= {"carer_since", "date_of_birth"}
    assert plan.refused == 0


def test_its_caseload_has_twelve_children_ready(with_sample: OpenStore) -> None:
    caseload = read_caseload(with_sample, sample.AS_OF)
    assert len(caseload.lines) == 384
    ready = [
        line
        for line in caseload.lines
        if any(one.state is RouteState.READY for one in line.routes.values())
    ]
    assert len(ready) == 12


def test_a_typed_value_says_who_typed_it(with_sample: OpenStore) -> None:
    typed = next(
        str(child.values["child_id"])
        for _, child in sample.caseload().children()
        if child.typed.get("sgo_notice_date")
    )
    found = explain_child(with_sample, typed, sample.AS_OF)
    route = found.routes[Route.SPECIAL_GUARDIANSHIP]
    notice = next(one for one in route.criteria if one.id == "R14")
    assert [str(fact.source).startswith("typed by") for fact in notice.facts] == [True]


def test_a_demonstration_is_complete(tmp_path: Path, clock: Callable[[], dt.datetime]) -> None:
    made = make_demo(tmp_path / "demo", clock=clock)
    assert made.pdf.read_bytes().startswith(b"%PDF-")
    assert made.passphrase_file.parent == made.store.parent
    passphrase = made.passphrase_file.read_text(encoding="utf-8").strip()
    opened = unlock(made.store, passphrase, write=False, clock=clock)
    [surgery] = list_surgeries(opened)
    shown = show_surgery(opened, surgery.id)
    opened.close()
    assert surgery.date == SURGERY_DAY
    assert f"{surgery.date:%A %d %B %Y} {surgery.time:%H:%M}" == "Tuesday 05 October 2021 10:00"
    assert len(shown.cases) == 12
    not_for = RouteState.NOT_THIS_ROUTE
    for route in (Route.DISCHARGE, Route.SPECIAL_GUARDIANSHIP):
        assert sum(case.routes[route].state is not not_for for case in shown.cases) >= 6


def test_a_demonstration_is_never_made_over_another(
    tmp_path: Path, clock: Callable[[], dt.datetime]
) -> None:
    (tmp_path / "passphrase.txt").write_text("somebody's own", encoding="utf-8")
    with pytest.raises(RefusedError, match="--dir"):
        make_demo(tmp_path, clock=clock)
    assert [path.name for path in tmp_path.iterdir()] == ["passphrase.txt"]
