"""What every test may use: stores on a throw-away disk, children with sensible facts, one clock."""

import datetime as dt
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import opening
from ehp_desktop.review.actor import Role

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("house", deadline=None)  # a busy machine is no failing example
settings.load_profile("house")

PASSPHRASE = "tri llyffant gwyrdd 47"
NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
AUTHORITY = "Cyngor Abertawe"
CHAIR = "Rhiannon Evans"
PEOPLE = {
    Role.CHAIR: (CHAIR, PASSPHRASE),
    Role.LAWYER: ("Siân Prosser", "pedair gwdihŵ frown 12"),
    Role.ADMINISTRATOR: ("Gareth Lloyd", "saith gwiwer goch 31"),
}


@dataclass
class Ran:
    """What a command printed, and how it ended."""

    out: str
    err: str
    status: int

    @property
    def content(self) -> Any:
        """The JSON that it printed."""
        return json.loads(self.out)


@dataclass
class Desk:
    """The program's commands in this process, run on `store` by whoever `passphrase` is, at `now`.

    What is set between two commands is what the second one finds.
    """

    store: Path
    papers: Path
    passphrase: str
    new_passphrase: str = ""
    now: dt.datetime = NOON

    def run(self, *arguments: object) -> Ran:
        """Run a command."""
        from click.testing import CliRunner

        from ehp_desktop.commands.cli import cli
        from ehp_desktop.commands.program import Program

        files = {"EHP_PASSPHRASE_FILE": self.passphrase, "EHP_NEW_PASSPHRASE_FILE": ""}
        if self.new_passphrase:
            files["EHP_NEW_PASSPHRASE_FILE"] = self.new_passphrase
        for name, content in files.items():
            (self.papers / name).write_text(f"{content}\n", encoding="utf-8")
        program = Program(self.now.date, lambda: self.now, lambda _: 0)
        words = ["--store", str(self.store), *map(str, arguments)]
        env = {name: str(self.papers / name) for name in files}
        result = CliRunner().invoke(cli, words, obj=program, prog_name="ehp-desktop", env=env)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.stdout, result.stderr, result.exit_code)

    def text(self, *arguments: object) -> str:
        """The text of a command that is done."""
        ran = self.run(*arguments)
        assert (ran.status, ran.err) == (0, ""), arguments
        return ran.out

    def json(self, *arguments: object) -> Any:
        """The JSON of a command that is done."""
        return json.loads(self.text(*arguments, "--format", "json"))

    def refused(self, *arguments: object) -> str:
        """The sentence of a command that could not be done."""
        ran = self.run(*arguments)
        assert (ran.status, ran.err.count("\n")) == (1, 1), (arguments, ran)
        return ran.err

    def file(self, text: str, name: str = "text.txt") -> Path:
        """A file with a text, for --text-file."""
        (self.papers / name).write_text(text, encoding="utf-8")
        return self.papers / name


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Commands on a store that is still to be made, by the chair; its Argon2id is weak."""
    from ehp_desktop.models import sealing

    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)
    (tmp_path / "papers").mkdir()
    return Desk(tmp_path / "desk", tmp_path / "papers", PASSPHRASE)


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
def passphrase_of() -> Callable[[Role], str]:
    """The passphrase of each person whom `opened_as` opens a store as."""
    return lambda role: PEOPLE[role][1]


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


@pytest.fixture(scope="session")
def peopled_template(
    store_templates: dict[CodeSet, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An empty store of Wales with a chair, a lawyer and an administrator, to be copied."""
    from ehp_desktop.models import key_changes, keys, sealing
    from ehp_desktop.models.key_file import write_key_file

    folder = tmp_path_factory.mktemp("peopled") / "store"
    shutil.copytree(store_templates[CodeSet.WALES], folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "MEMORY_KIB", 64)
        patch.setattr(sealing, "PASSES", 1)
        key_file = keys.read_key_file(folder)
        chair = keys.unlock(key_file, PASSPHRASE)
        for role in (Role.LAWYER, Role.ADMINISTRATOR):
            name, passphrase = PEOPLE[role]
            person = keys.Person(name, role)
            key_file = key_changes.add_person(key_file, chair, person, "wyth draenog cyntaf 5")
            slot = key_file.people()[-1].id
            first = "wyth draenog cyntaf 5"
            key_file = key_changes.change_passphrase(key_file, slot, first, passphrase)
        write_key_file(folder, key_file)
    return folder


@pytest.fixture
def opened_as(
    peopled_template: Path, tmp_path: Path, clock: Callable[[], dt.datetime]
) -> Iterator[Callable[..., opening.OpenStore]]:
    """Open one store as a person of a role, whoever had it open before; `write` as in `unlock`."""
    folder = tmp_path / "peopled"
    shutil.copytree(peopled_template, folder)
    now_open: list[opening.OpenStore] = []

    def open_as(role: Role, *, write: bool = True) -> opening.OpenStore:
        for opened in now_open:
            opened.close()
        name, passphrase = PEOPLE[role]
        now_open[:] = [opening.unlock(folder, passphrase, user=name, write=write, clock=clock)]
        return now_open[0]

    yield open_as
    for opened in now_open:
        opened.close()


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
    """Put children straight into an open store, with the record that says what is known of them."""

    def put(opened: opening.OpenStore, *rows: ChildRow, recorded: bool = True) -> None:
        from sqlalchemy import insert

        from ehp_desktop.models.child import Child
        from ehp_desktop.models.evidence import add
        from ehp_desktop.models.source import ChangeRecord

        with opened.store.writing("tested") as session:
            session.execute(insert(Child), [row._asdict() for row in rows])
            for row in rows if recorded else ():
                add(session, ChangeRecord, _first_record(row))

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


def _first_record(row: ChildRow) -> dict[str, Any]:
    from ehp_desktop.models.change_texts import changes_text
    from ehp_desktop.models.fields import FIELDS

    given = {field.key: getattr(row, field.key) for field in FIELDS if field.key != "child_id"}
    return {
        "child_id": row.child_id,
        "import_id": None,
        "file_id": None,
        "row": None,
        "as_of": dt.date(2018, 3, 1),
        "at": dt.datetime(2018, 3, 1, 12, tzinfo=dt.UTC),
        "by": CHAIR,
        "changes": changes_text(
            [(key, None, value) for key, value in given.items() if value is not None]
        ),
        "confirmed": "[]",
        "origins": None,
    }


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
