"""What is typed and not yet saved: there again after a kill, and its author's alone."""

import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.models.typing_drafts import drafts
from ehp_desktop.review import opening
from ehp_desktop.review.actor import Role
from ehp_desktop.review.kept_texts import forget_text, keep_text, kept_texts
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.permissions import NotAllowedError

OpenAs = Callable[..., OpenStore]
PLACE = "note/surgery/1001"


@pytest.mark.parametrize("role", Role)
def test_what_is_kept_is_its_authors_until_it_is_forgotten(opened_as: OpenAs, role: Role) -> None:
    author = opened_as(role)
    keep_text(author, PLACE, "Half a")
    keep_text(author, PLACE, "Half a  \n sentence\twith ŵ and \ud800 ")
    keep_text(author, "note/surgery\n1", "Another")
    kept = {PLACE: "Half a  \n sentence\twith ŵ and \ud800 ", "note/surgery\n1": "Another"}
    assert kept_texts(author) == kept
    for other in set(Role) - {role}:
        opened = opened_as(other)
        assert kept_texts(opened) == {}
        forget_text(opened, PLACE)
    author = opened_as(role)
    assert kept_texts(author) == kept
    forget_text(author, PLACE)
    forget_text(author, "nowhere")
    keep_text(author, "note/surgery\n1", " \n")
    assert kept_texts(author) == {}


@pytest.mark.parametrize(
    "place", ["note/child/{}", "note/child/{}/at/3", "override/{}/E4", "hold/lift/{}"]
)
def test_what_is_typed_of_a_child_who_was_purged_is_forgotten(
    opened_as: OpenAs,
    make_child: Callable[..., ChildRow],
    put_children: Callable[..., None],
    place: str,
) -> None:
    lawyer = opened_as(Role.LAWYER)
    put_children(lawyer, make_child(child_id="10/01"))
    keep_text(lawyer, place.format("10/01"), "stays")
    keep_text(lawyer, place.format("10"), "goes")
    kept = {place.format("10/01"): "stays"}
    assert kept_texts(lawyer) == kept
    with lawyer.store.reading() as session:
        assert drafts(session, lawyer.store.keys) == kept


def test_others_see_neither_the_text_nor_its_place(
    opened_as: OpenAs, everything_stored: Callable[[OpenStore], bytes]
) -> None:
    author = opened_as(Role.LAWYER)
    keep_text(author, PLACE, "Half a sentence")
    for role in Role:
        stored = everything_stored(opened_as(role))
        assert b"Half a" not in stored
        assert PLACE.encode() not in stored


def test_nobody_and_a_store_open_for_reading_keep_nothing(opened_as: OpenAs) -> None:
    reading = opened_as(Role.LAWYER, write=False)
    with pytest.raises(RefusedError, match="reading only"):
        keep_text(reading, PLACE, "Half")
    assert kept_texts(reading) == {}
    missing: Any = None
    nobody = replace(opened_as(Role.LAWYER), actor=missing)
    with pytest.raises(NotAllowedError):
        keep_text(nobody, PLACE, "Half")
    with pytest.raises(NotAllowedError):
        kept_texts(nobody)
    with pytest.raises(NotAllowedError):
        forget_text(nobody, PLACE)


def test_the_recovery_code_is_given_nobodys(
    tmp_path: Path, clock: Callable[[], dt.datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ehp_desktop.models import sealing

    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)
    folder = tmp_path / "new"
    code = opening.create(
        folder,
        authority="Cyngor Abertawe",
        code_set=CodeSet.WALES,
        person_name="Rhiannon Evans",
        passphrase="tri llyffant gwyrdd 47",
    )
    chair = opening.unlock(folder, "tri llyffant gwyrdd 47", clock=clock)
    keep_text(chair, PLACE, "Half")
    chair.close()
    recovering = opening.unlock(folder, code, clock=clock)
    assert kept_texts(recovering) == {}
    with pytest.raises(RefusedError, match="recovery code has no key"):
        keep_text(recovering, PLACE, "Half")
    recovering.close()


_TYPING = """
    import datetime as dt, sys
    from pathlib import Path
    from ehp_desktop.review import opening
    from ehp_desktop.review.kept_texts import keep_text

    noon = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
    opened = opening.unlock(Path(sys.argv[1]), sys.argv[2], clock=lambda: noon)
    keep_text(opened, "note/surgery/1001", "Half a sentence, wedi'i gadw – ŵ")
    sys.stdout.write("kept\\n")
    sys.stdout.flush()
    sys.stdin.read()
"""


def test_what_was_kept_is_there_after_a_kill(opened_as: OpenAs, tmp_path: Path) -> None:
    chair = opened_as(Role.CHAIR)
    folder = Path(shutil.copytree(chair.store.folder, tmp_path / "killed"))
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_TYPING), str(folder), "tri llyffant gwyrdd 47"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONWARNINGS": "default"},
    ) as typing:
        assert typing.stdout is not None
        assert typing.stdout.readline() == b"kept\n"
        typing.send_signal(signal.SIGKILL)
    clock = chair.clock
    again = opening.unlock(folder, "tri llyffant gwyrdd 47", clock=clock)
    assert kept_texts(again) == {PLACE: "Half a sentence, wedi'i gadw – ŵ"}
    again.close()
    assert opening.check(folder, "tri llyffant gwyrdd 47") == ()
