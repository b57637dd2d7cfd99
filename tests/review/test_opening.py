import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ehp_desktop.models import sealing
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import NotFoundError, StoreHeldError
from ehp_desktop.models.keys import Person
from ehp_desktop.review import opening
from ehp_desktop.review.actor import Actor, Role


def test_the_way_from_nothing_to_an_open_store(
    tmp_path: Path,
    passphrase: str,
    clock: Callable[[], dt.datetime],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    folder = tmp_path / "store"
    code = opening.create(
        folder,
        authority="Cyngor Môn",
        code_set=CodeSet.ENGLAND,
        person_name="Siân Puw",
        passphrase=passphrase,
    )
    assert opening.people(folder) == (Person("Siân Puw", "chair"),)
    assert opening.check(folder, passphrase) == ()
    opened = opening.unlock(folder, passphrase, user="Siân Puw", clock=clock)
    assert opened.actor == Actor("Siân Puw", Role.CHAIR, id=opened.store.unlocked.slot_id)
    assert (opened.authority, opened.code_set, opened.writable) == (
        "Cyngor Môn",
        CodeSet.ENGLAND,
        True,
    )
    assert opened.clock is clock
    assert opened.parameters.version
    with pytest.raises(StoreHeldError, match="Siân Puw"):
        opening.unlock(folder, code, clock=clock)
    reader = opening.unlock(folder, code, write=False, clock=clock)
    assert (reader.actor.role, reader.writable) == (Role.CHAIR, False)
    reader.close()
    opened.close()
    opening.unlock(folder, code, clock=clock).close()


def test_nobody_of_that_name_is_said(
    make_store: Callable[..., Path], passphrase: str, clock: Callable[[], dt.datetime]
) -> None:
    with pytest.raises(NotFoundError, match="Nobody called"):
        opening.unlock(make_store(), passphrase, user="Nobody", clock=clock)


def test_what_a_passphrase_needs_can_be_loaded_before_it_is_typed(
    make_store: Callable[..., Path], passphrase: str
) -> None:
    script = (
        "import sys, datetime as dt; from pathlib import Path\n"
        "from ehp_desktop.review import opening\n"
        "opening.load()\n"
        "ours = set(sys.modules)\n"
        "then = dt.datetime(2021, 9, 30, tzinfo=dt.UTC)\n"
        "opening.unlock(Path(sys.argv[1]), sys.argv[2], clock=lambda: then).close()\n"
        "heavy = ('sqlalchemy.orm', 'sqlcipher3', 'cryptography.hazmat', 'argon2', 'ehp_desktop')\n"
        "print([name for name in set(sys.modules) - ours if name.startswith(heavy)])"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(make_store()), passphrase],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"
