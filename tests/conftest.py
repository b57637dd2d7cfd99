"""What every test may use: stores on a throw-away disk, children with sensible facts, one clock."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import opening

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("house", deadline=None)  # a busy machine is no failing example
settings.load_profile("house")

PASSPHRASE = "tri llyffant gwyrdd 47"
NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
AUTHORITY = "Cyngor Abertawe"
CHAIR = "Rhiannon Evans"


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes what the person running it has: last store, settings, passphrase."""
    for name in ("EHP_STORE", "EHP_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path_factory.getbasetemp() / "home"
    shutil.rmtree(home, ignore_errors=True)
    monkeypatch.setenv("EHP_CONFIG_DIR", str(home / "settings"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))


@pytest.fixture
def passphrase() -> str:
    """The passphrase of every store that the fixtures make."""
    return PASSPHRASE


@pytest.fixture
def clock() -> Callable[[], dt.datetime]:
    """It is always noon, UTC, on 30 September 2021."""
    return lambda: NOON


@pytest.fixture(scope="session")
def store_templates(tmp_path_factory: pytest.TempPathFactory) -> dict[CodeSet, Path]:
    """An empty store of each code set, to be copied; its Argon2id is weak so that tests are quick.

    The strength stands in the key file, so what opens it is the program's own way.
    """
    from ehp_desktop.models import sealing

    folder = tmp_path_factory.mktemp("templates")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "MEMORY_KIB", 64)
        patch.setattr(sealing, "PASSES", 1)
        for code_set in CodeSet:
            opening.create(
                folder / code_set,
                authority=AUTHORITY,
                code_set=code_set,
                person_name=CHAIR,
                passphrase=PASSPHRASE,
            )
    return {code_set: folder / code_set for code_set in CodeSet}


@pytest.fixture
def make_store(
    store_templates: dict[CodeSet, Path], tmp_path: Path
) -> Callable[[CodeSet, str], Path]:
    """Make an empty store of a code set, in a folder of that name; returns the folder."""

    def make(code_set: CodeSet = CodeSet.WALES, name: str = "store") -> Path:
        return Path(shutil.copytree(store_templates[code_set], tmp_path / name))

    return make


@pytest.fixture
def opened_wales(
    make_store: Callable[[CodeSet, str], Path], clock: Callable[[], dt.datetime]
) -> Iterator[opening.OpenStore]:
    """An empty store of Wales, open for writing."""
    with_it = opening.unlock(make_store(CodeSet.WALES, "wales"), PASSPHRASE, clock=clock)
    yield with_it
    with_it.close()


@pytest.fixture
def opened_england(
    make_store: Callable[[CodeSet, str], Path], clock: Callable[[], dt.datetime]
) -> Iterator[opening.OpenStore]:
    """An empty store of England, open for writing."""
    with_it = opening.unlock(make_store(CodeSet.ENGLAND, "england"), PASSPHRASE, clock=clock)
    yield with_it
    with_it.close()


@pytest.fixture
def put_children() -> Callable[..., None]:
    """Put children straight into an open store, as if they had always been there."""

    def put(opened: opening.OpenStore, *rows: ChildRow) -> None:
        from sqlalchemy import insert

        from ehp_desktop.models.child import Child

        with opened.store.writing() as session:
            session.execute(insert(Child), [row._asdict() for row in rows])

    return put


@pytest.fixture
def make_child() -> Callable[..., ChildRow]:
    """Make a child of Wales, placed with the mother, everything recorded and in date at NOON."""
    return _child


@pytest.fixture
def shared_data() -> Path:
    """The real return files beside the project."""
    folder = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared data folder is not beside the project")
    return folder


def _child(**facts: Any) -> ChildRow:
    usual: dict[str, Any] = {
        "child_id": "1001",
        "forename": "Ioan",
        "surname": "ap Rhys",
        "date_of_birth": dt.date(2012, 5, 14),
        "preferred_language": "cy",
        "team": "Dwyrain",
        "social_worker": "Mair Dafydd",
        "team_manager": "Huw Pryce",
        "iro": "Carys Lloyd",
        "looked_after_since": dt.date(2018, 3, 1),
        "legal_status": "C2",
        "legal_status_date": dt.date(2018, 6, 12),
        "court": "Swansea",
        "case_number": "SA18C00321",
        "proceedings_open": False,
        "plan_to_move": False,
        "placement_code": "P1",
        "placement_start": dt.date(2020, 7, 28),
        "long_term": True,
        "out_of_county": False,
        "moves_12_months": 0,
        "weekly_cost": 0,
        "carer_1_name": "Megan Rhys",
        "carer_1_date_of_birth": dt.date(1988, 2, 3),
        "carer_relationship": "parent",
        "carer_has_pr": True,
        "pwp_immediate": False,
        "pwp_approval_date": dt.date(2020, 7, 20),
        "assessment_date": dt.date(2021, 3, 1),
        "last_review_date": dt.date(2021, 7, 15),
        "next_review_date": dt.date(2022, 1, 14),
        "reviews_held": 7,
        "review_endorses": "any",
        "iro_view": "supports",
        "last_visit_date": dt.date(2021, 9, 20),
        "last_seen_alone_date": dt.date(2021, 9, 20),
        "cp_registered": False,
        "s47_open": False,
        "concerns": "resolved",
        "step_down_lead": "Mair Dafydd",
        "step_down_plan_date": dt.date(2021, 8, 2),
        "plan_date": dt.date(2021, 8, 2),
        "wishes_date": dt.date(2021, 8, 20),
        "child_wishes": "supports",
        "pr_holder_1_name": "Megan Rhys",
        "pr_holder_1_relationship": "mother",
        "pr_holder_1_position": "agrees",
        "proceedings_open_confirmed_on": NOON.date(),
        "plan_to_move_confirmed_on": NOON.date(),
        "cp_registered_confirmed_on": NOON.date(),
        "s47_open_confirmed_on": NOON.date(),
    }
    return ChildRow(**(usual | facts))
