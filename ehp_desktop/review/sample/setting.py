"""A store in which the fictional caseload is at work: imported, with a surgery and its agenda."""

import datetime as dt
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import RefusedError
from ehp_desktop.review.opening import OpenStore, create, unlock
from ehp_desktop.review.private_files import private_folder, save_private
from ehp_desktop.review.record import record_values
from ehp_desktop.review.sample.caseload import caseload
from ehp_desktop.review.sample.dice import AS_OF
from ehp_desktop.review.sample.files import extract_csv, outcomes_csv, return_csvs
from ehp_desktop.review.sample.wordlists import service
from ehp_desktop.review.words import Route

SURGERY_DAY = dt.date(2021, 10, 5)
"""The first Tuesday in October 2021."""

CASES_OF_EACH_ROUTE = 6
"""Twelve cases of twenty minutes are a morning and the first hour of an afternoon."""

_ROUTES = (Route.DISCHARGE, Route.SPECIAL_GUARDIANSHIP)


@dataclass(frozen=True, slots=True)
class Demo:
    """Where things are. The passphrase file lies beside the store, never in it."""

    store: Path
    pdf: Path
    passphrase_file: Path


def make_demo(folder: Path, *, clock: Callable[[], dt.datetime]) -> Demo:
    """Make the store, import the caseload, make the surgery, fill and print its agenda.

    Raises:
        RefusedError: there is a demonstration in the folder already.
        StoreError: the folder cannot hold a store, or the disk is full.
    """
    made = Demo(folder / "store", folder / "agenda.pdf", folder / "passphrase.txt")
    if any(path.exists() for path in (made.store, made.pdf, made.passphrase_file)):
        raise RefusedError(
            f"There is a demonstration in {folder} already; nothing was made. "
            "Name another folder with --dir."
        )
    private_folder(folder)
    passphrase = _passphrase()
    save_private(made.passphrase_file, f"{passphrase}\n".encode())
    create(
        made.store,
        authority=service()["authority"],
        code_set=CodeSet.WALES,
        person_name=service()["chair"],
        passphrase=passphrase,
    )
    opened = unlock(made.store, passphrase, clock=clock)
    try:
        import_sample(opened, folder)
        save_private(made.pdf, _agenda(opened, _surgery(opened), clock()))
    finally:
        opened.close()
    return made


def import_sample(opened: OpenStore, folder: Path) -> None:
    """Bring the caseload in as a council would: the return, the courts' decisions, the extract.

    A few values are then typed, as people do who know better than the case system.

    Args:
        opened: an empty store of the Welsh code set.
        folder: where the files may lie for a moment; none is left behind.

    Raises:
        DiskError: the disk is full.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix="files-") as name:
        place = Path(name)
        _import(opened, place, return_csvs(), "ssda903")
        _import(opened, place, {"outcomes.csv": outcomes_csv()}, "outcomes")
        _import(opened, place, {"extract.csv": extract_csv()}, "extract")
    for _, child in caseload().children():
        if child.typed:
            record_values(opened, str(child.values["child_id"]), child.typed, on=AS_OF)


def _import(opened: OpenStore, place: Path, files: Mapping[str, bytes], profile: str) -> None:
    from ehp_desktop.review.intake.apply import apply_plan
    from ehp_desktop.review.intake.plan import read_plan

    for name, content in files.items():
        save_private(place / name, content)
    paths = [place / name for name in files]
    apply_plan(opened, read_plan(opened, paths, profile=profile, as_of=AS_OF))


def _surgery(opened: OpenStore) -> int:
    from ehp_desktop.review.surgery import SurgeryDraft, fill, new_surgery

    number = new_surgery(
        opened,
        SurgeryDraft(
            SURGERY_DAY,
            dt.time(10, 0),
            place=service()["place"],
            chair=service()["chair"],
            lawyer=service()["lawyer"],
        ),
    )
    for route in _ROUTES:
        fill(opened, number, route, limit=CASES_OF_EACH_ROUTE)
    return number


def _agenda(opened: OpenStore, number: int, printed_at: dt.datetime) -> bytes:
    from ehp_desktop.review.agenda import read_agenda
    from ehp_desktop.review.documents.agenda_pdf import render_agenda

    agenda = read_agenda(opened, number, printed_at=printed_at.astimezone())
    return render_agenda(agenda, "en").pdf


def _passphrase() -> str:
    """Five made-up words of two syllables: 63 random bits that can be typed."""
    consonants, vowels = "bcdfghjklmnprstv", "aeiou"

    def syllable() -> str:
        return secrets.choice(consonants) + secrets.choice(vowels)

    return "-".join(syllable() + syllable() for _ in range(5))
