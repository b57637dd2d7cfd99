"""A whole surgery done through the commands: from an empty folder to the agenda after the next."""

import datetime as dt
import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any, Final

import pypdf

from ehp_desktop.review import sample

CHAIR: Final = ("Rhiannon Evans", "tri llyffant gwyrdd 47")
LAWYER: Final = ("Siân Prosser", "pedair gwdihŵ frown 12")
OFFICE: Final = ("Gareth Lloyd", "saith gwiwer goch 31")
FIRST: Final = "wyth draenog cyntaf 5"
ADVICE: Final = "Anobeithiol: an application now would meet paragraph 12 of the guidance."
ON_SURGERY: Final = "Cyfrinachol: of all these cases none is for a litigation friend."
LAWYERS_OWN: Final = "Cwningen: ask the chair about the second assessor."
CHAIRS_OWN: Final = "Mochyn daear: keep this meeting to an hour."
VARIANTS: Final = ("en", "cy", "both")


def sign_in(desk: Any, who: tuple[str, str]) -> None:
    desk.passphrase = who[1]


def moment(desk: Any, month: int, day: int, hour: int = 9) -> None:
    desk.now = dt.datetime(2021, month, day, hour, tzinfo=dt.UTC)


def words(path: Path) -> str:
    """The text of a PDF, its line ends and runs of blanks as single blanks."""
    pages = pypdf.PdfReader(path).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_whole_surgery(desk: Any) -> None:
    desk.now = dt.datetime(2021, 9, 30, 9, tzinfo=dt.UTC)
    a_store_is_made(desk)
    people_come(desk)
    the_administrator_brings_the_caseload_in(desk)
    cases = the_administrator_makes_the_surgery(desk)
    everybody_prepares(desk, cases)
    kept = the_chair_issues(desk, cases)
    the_surgery_is_held(desk, cases)
    outcomes_are_drafted_and_confirmed(desk, cases)
    it_is_closed(desk)
    minutes_go_out(desk, cases)
    one_case_goes_to_court(desk, cases)
    a_person_asks_for_their_record(desk, cases)
    the_chair_reads_the_audit(desk)
    a_backup_is_restored_elsewhere(desk)
    the_next_surgery_knows_the_last(desk, cases)
    what_was_issued_comes_out_the_same(desk, kept)
    it_is_all_whole(desk)


def a_store_is_made(desk: Any) -> None:
    made = desk.json("init", "--authority", "Bro Derwen CBC", "--user", CHAIR[0],
                     "--recovery-file", desk.papers / "recovery.txt")  # fmt: skip
    assert made["user"] == CHAIR[0]
    assert desk.json("cases")["cases"] == []


def people_come(desk: Any) -> None:
    for who, role in ((LAWYER, "lawyer"), (OFFICE, "administrator")):
        desk.new_passphrase = FIRST
        sign_in(desk, CHAIR)
        assert desk.json("people", "add", who[0], "--role", role)["role"] == role
        desk.passphrase = FIRST
        assert "still the first one" in desk.refused("cases")
        desk.new_passphrase = who[1]
        desk.text("people", "passphrase")
        sign_in(desk, who)
        listed = desk.json("people", "list")["people"]
        assert listed[-1] == {"name": who[0], "role": role, "first": False, "you": True}


def the_administrator_brings_the_caseload_in(desk: Any) -> None:
    sign_in(desk, OFFICE)
    extract = desk.papers / "extract.csv"
    rows = sample.extract_csv().splitlines(keepends=True)
    extract.write_bytes(b"".join(rows[:160]))
    planned = desk.json("import", extract, "--as-of", "2021-09-30", "--check")
    stored = desk.json("import", extract, "--as-of", "2021-09-30")
    assert (planned["applied"], stored["applied"]) == (False, True)
    looked_after = desk.json("cases", "--cohort", "all")["cases"]
    assert stored["new"] == planned["new"] > len(looked_after) > 0  # some have left care


def the_administrator_makes_the_surgery(desk: Any) -> list[str]:
    number = desk.text("surgery", "new", "--date", "2021-10-05", "--place", "Tŷ Mawr",
                       "--chair", CHAIR[0], "--lawyer", LAWYER[0])  # fmt: skip
    assert number == "1\n"
    desk.text("surgery", "fill", 1, "--route", "discharge", "--limit", 3)
    desk.text("surgery", "fill", 1, "--route", "special_guardianship", "--limit", 2)
    cases = [one["child_id"] for one in desk.json("surgery", "show", 1)["cases"]]
    assert len(cases) == 5
    changed = desk.json("child", "set", cases[0], "wishes_date=2021-09-01")["changes"]
    assert changed[0]["field"] == "wishes_date"
    desk.json("surgery", "order", 1, *reversed(cases))
    return cases[::-1]


def everybody_prepares(desk: Any, cases: list[str]) -> None:
    first = cases[0]
    sign_in(desk, LAWYER)
    desk.text("note", "add", "--child", first, "--text-file", desk.file("The order is of 2018."))
    written = desk.json(
        "advice", "add", "--child", first, "--surgery", 1, "--text-file", desk.file(ADVICE)
    )
    assert written["id"] == f"child/{first}/1"
    desk.text("advice", "add", "--surgery", 1, "--text-file", desk.file(ON_SURGERY))
    desk.text("note", "add", "--child", first, "--private", "--text-file", desk.file(LAWYERS_OWN))
    desk.text("override", "add", first, "R9", "met", "--text-file", desk.file("Seen on the file."))
    sign_in(desk, CHAIR)
    desk.text("note", "add", "--surgery", 1, "--private", "--text-file", desk.file(CHAIRS_OWN))
    before = desk.json("parameter", "list")["parameters_version"]
    changed = desk.json("parameter", "set", "settled_months", 9, "--from", "2021-10-01",
                        "--text-file", desk.file("Agreed with the judge."))  # fmt: skip
    assert changed["parameters_version"] != before
    [told] = desk.json("advice", "list", "--child", first)["advice"]
    assert (told["text"], told["author"]) == (ADVICE, LAWYER[0])
    assert [one["text"] for one in desk.json("note", "list", "--kind", "private")["notes"]] == [
        CHAIRS_OWN
    ]
    explained = desk.json("explain", first)["routes"]
    found = [one for route in explained.values() for one in route["criteria"] if one["id"] == "R9"]
    assert {one["override"]["by"] for one in found if one["override"]} == {LAWYER[0]}


def the_chair_issues(desk: Any, cases: list[str]) -> dict[Path, str]:
    """Each paper that was issued, and its SHA-256."""
    sign_in(desk, OFFICE)
    assert "Only the chair may issue" in desk.refused("surgery", "issue", 1)
    sign_in(desk, CHAIR)
    languages = [word for language in VARIANTS for word in ("--language", language)]
    issued = desk.json("surgery", "issue", 1, *languages, "--with-advice", "--out",
                       desk.papers / "issued")  # fmt: skip
    kept = {Path(one["file"]): one["sha256"] for one in issued["papers"]}
    assert (issued["version"], len(kept)) == (1, 6)
    for path, digest in kept.items():
        assert sha256(path) == digest
        text = words(path)
        assert all(child_id in text for child_id in cases)
        with_advice = "with-advice" in path.name
        assert (ADVICE in text, ON_SURGERY in text) == (with_advice, with_advice)
        assert ("LEGALLY PRIVILEGED" in text) is with_advice
        assert CHAIRS_OWN not in text
    sign_in(desk, OFFICE)
    desk.text("surgery", "attendance", 1, "--invited", "Ann Rees", "--invited", "Huw Pryce")
    desk.text("invitation", 1, "--out", desk.papers / "invitation.pdf")
    assert "Ann Rees" in words(desk.papers / "invitation.pdf")
    return kept


def the_surgery_is_held(desk: Any, cases: list[str]) -> None:
    moment(desk, 10, 5)
    sign_in(desk, OFFICE)
    desk.text("surgery", "attendance", 1, "--attended", "Ann Rees", "--apologies", "Huw Pryce")
    desk.text("surgery", "attendance", 1, "--attended", LAWYER[0], "--conflict-file",
              desk.file(f"Was at school with the aunt of {cases[4]}."))  # fmt: skip
    assert "Only the chair may hold" in desk.refused("surgery", "hold", 1)
    sign_in(desk, CHAIR)
    assert desk.json("surgery", "hold", 1)["state"] == "held"


def outcomes_are_drafted_and_confirmed(desk: Any, cases: list[str]) -> None:
    sign_in(desk, OFFICE)
    reason = ("--text-file", desk.file("The placement is not yet a year old."))
    for child_id, *said in (
        (cases[0], "discharge"),
        (cases[1], "not_yet", "--by", "2021-11-02"),
        (cases[2], "more_information", "--by", "2021-10-20"),
        (cases[3], "keep_order", *reason),
        (cases[4], "carer_gives_notice"),
    ):
        assert desk.json("outcome", 1, child_id, *said)["draft"] is True
    assert "reasons" in desk.refused("outcome", 1, cases[3], "escalate")
    desk.text("action", "add", "--who", "Ann Rees", "--by", "2021-10-12", "--surgery", 1,
              "--child", cases[2], "--text-file", desk.file("Ask the school."))  # fmt: skip
    desk.text("action", "add", "--who", "Gareth Lloyd", "--by", "2021-12-01", "--surgery", 1,
              "--text-file", desk.file("Send the minutes."))  # fmt: skip
    sign_in(desk, CHAIR)
    refused = desk.run("surgery", "close", 1, "--format", "json")
    assert (refused.status, refused.content["state"]) == (1, "held")
    assert len(desk.json("outcome", "confirm", 1)["confirmed"]) == 5
    assert len(desk.json("action", "confirm")["confirmed"]) == 2


def it_is_closed(desk: Any) -> None:
    assert desk.json("surgery", "close", 1)["state"] == "closed"
    assert desk.refused("surgery", "edit", 1, "--place", "Elsewhere")
    moment(desk, 10, 6)
    desk.text("surgery", "addendum", 1, "--text-file", desk.file("Mrs Rees came at eleven."))
    sign_in(desk, OFFICE)
    for one in desk.json("outcome", "list", "--surgery", 1)["outcomes"]:
        assert (one["draft"], one["withdrawn"]) == (False, False)
        desk.text("outcome", "copied", one["id"], "--on", "2021-10-06")


def minutes_go_out(desk: Any, cases: list[str]) -> None:
    plain, privileged = desk.papers / "minutes.pdf", desk.papers / "minutes-advice.pdf"
    desk.text("minutes", 1, "--out", plain)
    assert "Only the chair or the senior lawyer may print with legal advice" in desk.refused(
        "minutes", 1, "--out", privileged, "--with-advice"
    )
    desk.text("actions", "--out", desk.papers / "actions.pdf")
    assert "Ask the school." in words(desk.papers / "actions.pdf")
    sign_in(desk, LAWYER)
    desk.text("minutes", 1, "--out", privileged, "--with-advice")
    for path, there in ((plain, False), (privileged, True)):
        text = words(path)
        assert (ADVICE in text, "LEGALLY PRIVILEGED" in text) == (there, there)
        assert "The placement is not yet a year old." in text
        assert "Mrs Rees came at eleven." in text
        assert LAWYERS_OWN not in text


def one_case_goes_to_court(desk: Any, cases: list[str]) -> None:
    first = cases[0]
    for day, kind in ((7, "application_drafted"), (8, "application_approved"),
                      (11, "application_filed"), (13, "application_issued"),
                      (14, "guardian_appointed"), (20, "hearing")):  # fmt: skip
        moment(desk, 10, day)
        added = desk.json("step", "add", first, kind)
        form = "C110A" if kind == "application_filed" else added["form"]
        assert (added["draft"], added["route"], added["form"]) == (False, "discharge", form)
    sign_in(desk, OFFICE)
    moment(desk, 10, 21)
    ordered = desk.json("order", "add", first, "care_order_discharged", "--date", "2021-10-20",
                        "--court", "Swansea", "--case-number", "SA21C00001")  # fmt: skip
    assert ordered["draft"] is True
    sign_in(desk, CHAIR)
    assert desk.json("step", "confirm")["confirmed"] == [ordered["id"]]
    [order] = desk.json("order", "list", "--child", first)["orders"]
    assert (order["kind"], order["draft"]) == ("care_order_discharged", False)
    desk.text("summary", first, "--out", desk.papers / "summary.pdf", "--with-advice")
    text = words(desk.papers / "summary.pdf")
    assert ADVICE in text
    assert "care order discharged" in text.lower()


def a_person_asks_for_their_record(desk: Any, cases: list[str]) -> None:
    out = desk.papers / "record"
    written = desk.json("child", "record", cases[0], "--out", out)
    assert written["withheld"] >= 2  # the advice, and the lawyer's private note
    with zipfile.ZipFile(out / "child-record.zip") as archive:
        tables = {name: archive.read(name).decode() for name in archive.namelist()}
    everything = "".join(tables.values()) + words(out / "child-record.pdf")
    assert "The order is of 2018." in everything
    assert not any(text in everything for text in (ADVICE, LAWYERS_OWN, CHAIRS_OWN))
    assert len(json.loads(tables["withheld.json"])) == written["withheld"]


def the_chair_reads_the_audit(desk: Any) -> None:
    records = desk.json("audit")["records"]
    told = {(one["name"], one["action"]) for one in records}
    assert told >= {
        (OFFICE[0], "imported"), (OFFICE[0], "recorded an outcome"), (LAWYER[0], "signed in"),
        (LAWYER[0], "wrote legal advice"), (CHAIR[0], "issued"), (CHAIR[0], "closed a surgery"),
        (CHAIR[0], "changed people"), (CHAIR[0], "printed"), (LAWYER[0], "overrode a criterion"),
    }  # fmt: skip
    assert [one["seq"] for one in records] == sorted((one["seq"] for one in records), reverse=True)


def a_backup_is_restored_elsewhere(desk: Any) -> None:
    sign_in(desk, OFFICE)
    here, file = desk.store, desk.papers / "store.ehp"
    desk.text("backup", file)
    cases = desk.json("cases", "--cohort", "all")
    assert "Only the chair may restore" in desk.refused("restore", file)
    desk.store = desk.papers / "restored"
    sign_in(desk, CHAIR)
    assert desk.json("restore", file)["kept"] is None
    assert desk.json("check") == {"ok": True, "problems": []}
    assert desk.json("cases", "--cohort", "all") == cases
    assert len(desk.json("outcome", "list")["outcomes"]) == 5
    desk.store = here


def the_next_surgery_knows_the_last(desk: Any, cases: list[str]) -> None:
    moment(desk, 10, 26)
    sign_in(desk, OFFICE)
    assert desk.text("surgery", "new", "--date", "2021-11-02") == "2\n"
    back = {one["child_id"] for one in desk.json("outcome", "relisted", "--as-of", "2021-11-02")
            ["relisted"]}  # fmt: skip
    desk.text("outcome", "relist", 2)
    listed = [one["child_id"] for one in desk.json("surgery", "show", 2)["cases"]]
    assert sorted(listed) == sorted(cases[1:3])
    assert back <= set(listed)
    path = desk.papers / "next.pdf"
    desk.text("agenda", 2, "--out", path)
    text = words(path)
    overdue = text.index("Ask the school.")
    assert overdue < text.index("Not yet, relist on 2 Nov 2021")
    assert "More information by 20 Oct 2021" in text
    assert not any(words_of in text for words_of in (ADVICE, ON_SURGERY, LAWYERS_OWN, CHAIRS_OWN))


def what_was_issued_comes_out_the_same(desk: Any, kept: dict[Path, str]) -> None:
    again = desk.papers / "again.pdf"
    for path, digest in kept.items():
        with_advice = ["--with-advice"] if "with-advice" in path.name else []
        language = path.name.split("-")[4]
        sign_in(desk, LAWYER)
        printed = desk.json("agenda", 1, "--version", 1, "--language", language, "--out", again,
                            *with_advice)  # fmt: skip
        assert (printed["sha256"], sha256(again)) == (digest, digest)


def it_is_all_whole(desk: Any) -> None:
    for who in (CHAIR, LAWYER, OFFICE):
        sign_in(desk, who)
        assert desk.json("check") == {"ok": True, "problems": []}
