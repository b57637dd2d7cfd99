"""What somebody may not read is nowhere to be found with what they hold.

A store with legal advice and private notes is searched as an administrator, as a lawyer and as a
chair: everything that any command prints, every paper they can make, every table and column, every
page of the database and of its log as they can decrypt it, and every file beside it.
"""

import base64
import contextlib
import datetime as dt
import io
import itertools
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import click
import pypdf
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from ehp_desktop.commands.cli import cli
from ehp_desktop.models.archives import extract
from ehp_desktop.review import opening
from ehp_desktop.review.advice import NewAdvice, add_advice

NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
CHAIR: Final = ("Rhiannon Evans", "tri llyffant gwyrdd 47")
LAWYER: Final = ("Siân Prosser", "pedair gwdihŵ frown 12")
OFFICE: Final = ("Gareth Lloyd", "saith gwiwer goch 31")
SECOND: Final = ("Nerys Bevan", "un ysgyfarnog las 77")  # another lawyer
FIRST: Final = "wyth draenog cyntaf 5"
PAGE, RESERVED, IV, SALT = 4096, 80, 16, 16
FRAME, LOG = 24, 32  # bytes before each page of a log, and before the first

ADVICE: Final = {
    "child": "Zwyrdraig must be argued before Quobnail is.",
    "corrected": "Ymlusgiad must be argued before Vexopod is.",
    "withdrawn": "Fflamgochni is the only ground.",
    "reason": "Jymbelwyr was overruled.",
    "surgery": "Krwmffast will be raised against all of them.",
    "criterion": "Bwzzgrellt decides R9.",
}
LAWYERS_OWN: Final = {
    "child": "Dwmbwlwr is what I would rather not say.",
    "corrected": "Hyzzgwibio is what I would rather not say.",
    "typed": "Pwffiljac was typed and never saved.",
}
CHAIRS_OWN: Final = {
    "child": "Grwngachu is between me and me.",
    "surgery": "Tsyglwmp is between me and me.",
    "typed": "Nyddvwlio was typed and never saved.",
}
ADVISED_ON: Final = "1997-04-23"  # the day that advice is about, and nothing else here
DAYS: Final = (ADVISED_ON, "23 Apr 1997", "23 April 1997", "23 Ebrill 1997", "23 Ebr 1997")
EXTRACT: Final = (
    "child_id,forename,surname,date_of_birth,looked_after_since,legal_status,legal_status_date,"
    "placement_code,placement_start,carer_relationship\n"
    "A,Ioan,ap Rhys,2012-05-14,2018-03-01,C2,2018-06-12,P1,2020-07-28,parent\n"
    "B,Nel,Roberts,2014-02-03,2019-05-01,C2,2019-08-02,P1,2020-01-28,parent\n"
    "C,Tomos,Huws,2010-02-03,2016-05-01,C2,2016-08-02,F1,2018-01-28,grandparent\n"
)


def secret_words(texts: Iterable[str]) -> list[str]:
    """The first words of texts: nothing else has them."""
    return [text.split()[0] for text in texts]


def forms(word: str) -> Iterator[bytes]:
    """A word as bytes in lower case could hold it."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        plain = word.lower().encode(encoding)
        yield plain
        yield plain.hex().encode()


def coded(word: str) -> Iterator[bytes]:
    """A word inside of base64: it may begin at any of three places of a group."""
    for before, whole in ((0, 0), (1, 2), (2, 3)):
        text = base64.b64encode(bytes(before) + word.encode("utf-8")).rstrip(b"=")
        yield text[whole : -1 if (before + len(word.encode("utf-8"))) % 3 else None]


class Haystack:
    """All that somebody could get at, by where it was found."""

    def __init__(self) -> None:
        self.places: dict[str, bytes] = {}

    def add(self, place: str, content: str | bytes) -> None:
        """Something as it is; what is packed in it unpacked too."""
        raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        self.places[place] = raw
        if raw.startswith(b"%PDF"):
            self._add_pdf(place, raw)
        elif raw.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                for name in archive.namelist():
                    self.add(f"{place}/{name}", archive.read(name))

    def _add_pdf(self, place: str, raw: bytes) -> None:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        text = " ".join(page.extract_text() for page in reader.pages)
        self.places[f"{place} as text"] = text.encode()
        self.places[f"{place} in a line"] = re.sub(r"[\s\u00ad-]+", "", text).encode()
        self.places[f"{place} about itself"] = repr(
            (reader.metadata, reader.outline, reader.xmp_metadata, reader.attachments)
        ).lower().encode()  # fmt: skip
        streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", raw, re.DOTALL)
        for number, stream in enumerate(streams):
            self.places[f"{place} stream {number}"] = inflated(stream)

    def holding(self, words: Iterable[str]) -> list[tuple[str, str]]:
        """Where any of the words is, in any form."""
        looked_for = [(word, [*forms(word)], [*coded(word)]) for word in words]
        found = []
        for place, content in self.places.items():
            lower = content.lower()
            for word, plain, inside in looked_for:
                if any(one in lower for one in plain) or any(one in content for one in inside):
                    found.append((word, place))
        return found


def inflated(stream: bytes) -> bytes:
    with contextlib.suppress(ValueError):
        stream = base64.a85decode(stream.strip().removesuffix(b"~>"))
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def pages_of(folder: Path, key: bytes) -> Iterator[bytes]:
    """Every page of the database and its log, free ones and old ones too, without their cipher."""
    database = (folder / "caseload.db").read_bytes()
    for start in range(0, len(database), PAGE):
        yield decrypted(database[start : start + PAGE], key, first=start == 0)
    log = folder / "caseload.db-wal"
    content = log.read_bytes() if log.exists() else b""
    for start in range(LOG, len(content) - PAGE, FRAME + PAGE):
        number = int.from_bytes(content[start : start + 4], "big")
        page = content[start + FRAME : start + FRAME + PAGE]
        yield decrypted(page, key, first=number == 1)


def decrypted(page: bytes, key: bytes, *, first: bool) -> bytes:
    iv = page[PAGE - RESERVED :][:IV]
    body = page[SALT if first else 0 : PAGE - RESERVED]
    opener = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return opener.update(body) + opener.finalize()


def test_pages_are_decrypted(desk: Any) -> None:
    """Else the search of the pages would find nothing whatever was there."""
    furnish(desk)
    with open_as(desk, OFFICE, write=True) as opened:
        pages = b"".join(pages_of(desk.store, opened.store.unlocked.store_keys[0]))
    assert b"CREATE TABLE advice_book" in pages
    assert b"The school says so." in pages
    haystack = Haystack()
    haystack.add("pages", pages)
    assert haystack.holding(["school"])


class open_as:  # noqa: N801 - reads as a function
    """A store open as somebody, closed at the end."""

    def __init__(self, desk: Any, who: tuple[str, str], *, write: bool = False) -> None:
        self.opened = opening.unlock(
            desk.store, who[1], user=who[0], write=write, clock=lambda: desk.now
        )

    def __enter__(self) -> Any:
        return self.opened

    def __exit__(self, *_: object) -> None:
        self.opened.close()


def people_come(desk: Any) -> None:
    """A store with a chair, two lawyers and an administrator, and three children."""
    desk.passphrase = CHAIR[1]
    desk.text("init", "--user", CHAIR[0], "--recovery-file", desk.papers / "recovery.txt")
    for who, role in ((LAWYER, "lawyer"), (SECOND, "lawyer"), (OFFICE, "administrator")):
        desk.passphrase, desk.new_passphrase = CHAIR[1], FIRST
        desk.text("people", "add", who[0], "--role", role)
        desk.passphrase, desk.new_passphrase = FIRST, who[1]
        desk.text("people", "passphrase")
    desk.passphrase = OFFICE[1]
    desk.text("import", desk.file(EXTRACT, "extract.csv"))
    desk.text("surgery", "new", "--date", "2021-09-30")
    desk.text("surgery", "add", 1, "A", "B", "C")


def furnish(desk: Any) -> None:
    """That store, and in it advice, private notes, and papers that were issued with advice."""
    people_come(desk)
    desk.passphrase = LAWYER[1]

    def write(*words: object, text: str) -> Any:
        return desk.json(*words, "--text-file", desk.file(text))["id"]

    write("note", "add", "--child", "A", text="The school says so.")
    first = write("advice", "add", "--child", "A", "--surgery", 1, "--date", ADVISED_ON,
                  text=ADVICE["child"])  # fmt: skip
    write("advice", "correct", first, text=ADVICE["corrected"])
    second = write("advice", "add", "--child", "A", text=ADVICE["withdrawn"])
    write("advice", "withdraw", second, text=ADVICE["reason"])
    write("advice", "add", "--surgery", 1, text=ADVICE["surgery"])
    write("advice", "add", "--child", "B", "--criterion", "R9", text=ADVICE["criterion"])
    private = write("note", "add", "--child", "A", "--private", text=LAWYERS_OWN["child"])
    write("note", "correct", private, text=LAWYERS_OWN["corrected"])
    write("override", "add", "A", "R9", "met", text="The file shows it.")
    keep_typed(desk, LAWYER, "advice/child/A", LAWYERS_OWN["typed"])
    desk.passphrase = CHAIR[1]
    write("note", "add", "--child", "A", "--private", text=CHAIRS_OWN["child"])
    write("note", "add", "--surgery", 1, "--private", text=CHAIRS_OWN["surgery"])
    keep_typed(desk, CHAIR, "note/child/A", CHAIRS_OWN["typed"])
    desk.text("surgery", "issue", 1, "--language", "both", "--names", "full", "--with-advice")
    desk.text("surgery", "hold", 1)
    desk.text("outcome", 1, "A", "discharge")
    desk.text("outcome", 1, "B", "not_yet", "--by", "2021-10-20")
    desk.text("outcome", 1, "C", "discharge")
    desk.text("minutes", 1, "--out", desk.papers / "chairs.pdf", "--with-advice")
    desk.text("surgery", "close", 1)
    (desk.papers / "chairs.pdf").unlink()
    desk.text("advice", "list")
    for name in ("text.txt", "recovery.txt"):
        (desk.papers / name).unlink()


def keep_typed(desk: Any, who: tuple[str, str], place: str, text: str) -> None:
    from ehp_desktop.review.kept_texts import keep_text

    with open_as(desk, who, write=True) as opened:
        keep_text(opened, place, text)


TEXT: Final = ("--text-file", "{text}")
LOOKS: Final = tuple(
    line.split()
    for line in """
    cases --cohort all | cases | explain A | explain B | surgery list | surgery show 1
    surgery attendance 1 | note list | note list --kind advice | note list --kind private
    note list --child A | note list --surgery 1 | note list --withdrawn | note list --criterion R9
    advice list | advice list --child A | outcome list | outcome relisted --as-of 2021-12-01
    action list | step list | order list | order prompts | override list | parameter list
    people list | hold list | backups | audit | check | import {extract} --check
    """.replace("\n", "|").split("|")
    if line.strip()
)
PAPERS: Final = tuple(
    [*command, *names, "--language", "both", *variant]
    for command, names in (
        (("agenda", "1"), ("--names", "full")),
        (("agenda", "1"), ("--names", "full", "--version", "1")),
        (("agenda", "1", "--draft"), ()),
        (("minutes", "1"), ("--names", "full")),
        (("summary", "A"), ()),
        (("summary", "B"), ("--names", "full")),
        (("actions",), ()),
        (("invitation", "1", "--with-cases"), ("--to", "Ann Rees")),
    )
    for variant in ((), ("--with-advice",))
    if not variant or command[0] in {"agenda", "minutes", "summary"}
)  # fmt: skip
CHANGES: Final = tuple(
    [*line.split(), *(TEXT if text else ())]
    for line, text in (
        *((f"advice correct child/A/{one}", True) for one in (1, 2)),
        ("advice withdraw child/A/1", True), ("advice correct surgery/1/1", True),
        *((f"note correct {one}", True) for one in range(1, 7)),
        *((f"note withdraw {one}", True) for one in range(1, 7)),
        ("advice add --child A", True), ("note add --child A", True),
        ("note add --child A --private", True), ("override add C R9 met", True),
        ("override end 1 --on 2021-12-01", False), ("override confirm 1", False),
        ("outcome record 1 A escalate", True), ("outcome confirm 1", False),
        ("outcome copied 1", False), ("outcome undo 1 A", False), ("outcome withdraw 1 A", False),
        ("action add --who Ann --child A", True), ("action correct 1 --who Ann", True),
        ("action done 1", False), ("action confirm", False), ("action withdraw 1", False),
        ("step add A application_drafted", False),
        ("step correct 1 A application_drafted --on 2021-09-29", False),
        ("step confirm", False), ("step withdraw 1", False),
        ("order add A application_refused --date 2021-09-29", False), ("order withdraw 1", False),
        ("surgery new --date 2021-10-26", False), ("surgery add 2 A B", False),
        ("surgery order 2 B A", False), ("surgery remove 2 B", False),
        ("surgery fill 2 --route discharge", False), ("outcome relist 2", False),
        ("surgery edit 2 --place Elsewhere", False), ("surgery attendance 2 --invited Ann", False),
        ("surgery issue 2 --with-advice --out {out}", False), ("surgery hold 2", False),
        ("surgery close 2", True), ("surgery addendum 1", True), ("surgery postpone 2", True),
        ("surgery cancel 2", True), ("parameter set settled_months 9 --from 2021-10-01", True),
        ("child set A team=Gogledd", False), ("import {extract}", False),
        ("child record A --out {out}", False),
        ("child record A --out {out}-all --with-advice --with-private", False),
        ("audit --out {out}.csv", False), ("backup {out}.ehpbackup", False),
        ("hold add A", True), ("hold lift A", True), ("purge B", False),
        ("child left C --date 2021-09-29 --reason E4", False),
        ("rescue --out {out}-rescued", False), ("restore {out}.ehpbackup", False),
    )
)  # fmt: skip
ELSEWHERE: Final = {  # they show nothing of a store, or change who is who
    "init", "demo", "recover", "people add", "people remove", "people role", "people passphrase",
}  # fmt: skip


def leaves(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, (*words, name))
        else:
            yield " ".join((*words, name))


def test_every_command_is_among_those_searched() -> None:
    called = [" ".join(one) for one in (*LOOKS, *PAPERS, *CHANGES)]
    missing = {
        leaf for leaf in leaves(cli) if not any(one.startswith(f"{leaf} ") or one == leaf
                                                for one in called)
    }  # fmt: skip
    assert missing == ELSEWHERE


def everything_seen(desk: Any, who: tuple[str, str]) -> Haystack:
    """All that somebody gets at with what they hold, the changes they make included."""
    haystack, papers = Haystack(), desk.papers / f"of {who[0]}"
    papers.mkdir()
    words = {"text": desk.file("Something else."), "out": papers / "out",
             "extract": desk.file(EXTRACT, "extract.csv")}  # fmt: skip
    desk.passphrase = who[1]
    raw(desk, who, haystack, "before")
    numbers = itertools.count()
    for arguments in (*LOOKS, *PAPERS, *CHANGES):
        made = arguments in PAPERS
        paper = ["--out", str(papers / f"{next(numbers)}.pdf")] if made else []
        said = [one.format(**words) for one in arguments] + paper
        styles: list[list[str]] = [[]]
        if arguments in LOOKS:
            styles += [["--format", "json"], ["--language", "cy"]]
        for style in styles:
            before, after = (style, []) if "--language" in style else ([], style)
            ran = desk.run(*before, *said, *after)
            haystack.add(" ".join((*arguments, *style)), ran.out + ran.err)
    for path in papers.rglob("*"):
        if path.is_file():
            haystack.add(str(path.relative_to(papers)), path.read_bytes())
    raw(desk, who, haystack, "after")
    return haystack


def raw(desk: Any, who: tuple[str, str], haystack: Haystack, when: str) -> None:
    """Every row of every table, every page that the key decrypts, every file; backups alike."""
    with open_as(desk, who, write=True) as opened:
        key = opened.store.unlocked.store_keys[0]
        with opened.store.reading() as session:
            for name, rows in tables_of(session):
                for number, row in enumerate(rows):
                    for column, value in row.items():
                        kept = value if isinstance(value, bytes) else str(value)
                        haystack.add(f"{when}: {name} {number} {column}", kept)
        for number, page in enumerate(pages_of(desk.store, key)):
            haystack.add(f"{when}: page {number}", b"." + page)
    for path in desk.store.rglob("*"):
        if path.is_file():
            haystack.places[f"{when}: {path.name}"] = path.read_bytes()
    for file in [*desk.store.rglob("*.ehpbackup"), *desk.papers.rglob("*.ehpbackup")]:
        place = desk.papers / f"{when} {file.stem} taken out"
        extract(file, place)
        for number, page in enumerate(pages_of(place, key)):
            haystack.add(f"{when}: {file.name} page {number}", b"." + page)


def tables_of(session: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    connection = session.connection()
    tables = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    found = []
    for name, made in tables.all():
        number = "0" if "WITHOUT ROWID" in (made or "") else "rowid"
        wanted = f'SELECT {number} AS "number of row", * FROM "{name}"'  # noqa: S608
        found.append((name, [dict(row) for row in connection.exec_driver_sql(wanted).mappings()]))
    return found


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the program would put anything for a moment."""
    import tempfile

    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.mark.parametrize(
    ("who", "hidden"),
    [
        (OFFICE, [*ADVICE.values(), *LAWYERS_OWN.values(), *CHAIRS_OWN.values()]),
        (LAWYER, CHAIRS_OWN.values()),
        (CHAIR, LAWYERS_OWN.values()),
    ],
    ids=["administrator", "lawyer", "chair"],
)
@pytest.mark.timeout(300)
def test_nothing_is_found_of_what_is_not_theirs(
    desk: Any,
    temporary: Path,
    who: tuple[str, str],
    hidden: Iterable[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    furnish(desk)
    haystack = everything_seen(desk, who)
    for folder in (temporary, Path(os.environ["EHP_CONFIG_DIR"]).parent):
        for path in folder.rglob("*"):
            if path.is_file():
                haystack.add(str(path), path.read_bytes())
    haystack.add("log", caplog.text)
    assert haystack.holding(["school"])  # so the search is one
    words = [*secret_words(hidden)]
    if who is OFFICE:
        words += ["Quobnail", "Vexopod", *DAYS]
    assert haystack.holding(words) == []
    papers = {place for place in haystack.places if place.endswith(".pdf as text")}
    assert len(papers) == (8 if who is OFFICE else 14 if who is LAWYER else 18)
    if who is not OFFICE:  # and what is theirs is there
        own = CHAIRS_OWN if who is CHAIR else LAWYERS_OWN
        assert {place.split(",")[0] for _, place in haystack.holding(secret_words(own.values()))}
        found = haystack.holding(secret_words(ADVICE.values()))
        assert {word for word, _ in found} == set(secret_words(ADVICE.values()))
        assert {place for _, place in found} & papers
    assert not list(temporary.rglob("*"))


def advised(desk: Any, who: tuple[str, str], hour: int, texts: list[str]) -> None:
    """A store in which each lawyer was once, and one wrote advice on A; the other three looks."""
    people_come(desk)
    for lawyer in (LAWYER, SECOND):
        with open_as(desk, lawyer, write=True) as opened:
            if lawyer != who:
                continue
            desk.now = NOON.replace(hour=hour)
            for text in texts:
                add_advice(opened, NewAdvice(text, "A"))
            for _ in range(3 - len(texts)):
                opened.store.noting("looked at a case", child_id="A")
        desk.now = NOON
    desk.passphrase = OFFICE[1]


def looks_like(value: Any) -> Any:
    """What a value tells that is not random."""
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{16,64}", value):
        return "random" + str(len(value))
    return value


def what_is_told(desk: Any) -> dict[str, Any]:
    """All that an administrator reads of a store: tables, outputs, papers, sizes of files."""
    told: dict[str, Any] = {}
    with open_as(desk, OFFICE) as opened, opened.store.reading() as session:
        for name, rows in tables_of(session):
            told[name] = [{key: looks_like(value) for key, value in row.items()} for row in rows]
    told["keys"] = re.sub(r'"[^"]{15,}"', '""', (desk.store / "keys.json").read_text())
    told["pages"] = (desk.store / "caseload.db").stat().st_size
    for arguments in LOOKS:
        said = [one.format(extract=desk.file(EXTRACT, "extract.csv")) for one in arguments]
        for style in ("text", "json"):
            ran = desk.run(*said, "--format", style)
            told[f"{' '.join(arguments)}, {style}"] = (
                re.sub(r"[0-9a-f]{8}-2021", "2021", ran.out.replace(str(desk.store), "")), ran.err,
                ran.status,
            )  # fmt: skip
    paper = desk.papers / "paper.pdf"
    for arguments in PAPERS:
        ran = desk.run(*arguments, "--out", paper)
        text = "".join(page.extract_text() for page in pypdf.PdfReader(paper).pages)
        told[" ".join(arguments)] = (ran.out, ran.err, ran.status, text if not ran.status else "")
    return told


@pytest.mark.timeout(300)
def test_neither_who_nor_when_nor_how_much_advice_is_told(desk: Any) -> None:
    advised(desk, LAWYER, 9, ["One."])
    one = what_is_told(desk)
    desk.store = desk.store.with_name("another")
    (desk.papers / "recovery.txt").unlink()
    advised(desk, SECOND, 17, ["First: " + "of the matter. " * 40, "Second.", "Third."])
    three = what_is_told(desk)
    assert {name for name in one if one[name] != three[name]} == set()
    assert len(one["advice_book"]) == 1
