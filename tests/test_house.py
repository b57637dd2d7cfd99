"""The house's walls: which way imports run, where words may stand, how long things may grow."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "ehp_desktop"
SOURCES = sorted(PACKAGE.rglob("*.py"))
ROOMS = ("models", "review", "commands", "ui")
MAY_IMPORT = {
    "models": {"models", "resources"},
    "review": {"models", "review", "resources"},
    "commands": {"models", "review", "commands", "resources"},
    "ui": {"models", "review", "ui", "resources"},
}
FROM_MODELS = {"rows", "errors", "fields", "codes"}
"""What the screens and commands may take from models/: frozen rows, errors, the list of fields."""


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports_of(path: Path) -> list[str]:
    """Every module that a file imports when it runs, at its top or inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = []  # names for the type checker only; never imported
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)}: relative import"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first if first in ROOMS else ""


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room: str) -> None:
    wrong = []
    for path in SOURCES:
        if room_of(path) != room:
            continue
        for module in imports_of(path):
            parts = module.split(".")
            ours = parts[0] == "ehp_desktop" and len(parts) > 1 and parts[1] in ROOMS
            if ours and parts[1] not in MAY_IMPORT[room]:
                wrong.append(f"{named(path)} imports {module}")
    assert wrong == []


def test_screens_and_commands_take_only_rows_and_errors_from_models() -> None:
    wrong = []
    for path in SOURCES:
        if room_of(path) in {"ui", "commands"} or named(path) == "main.py":
            for module in imports_of(path):
                parts = module.split(".")
                if parts[:2] == ["ehp_desktop", "models"] and parts[2] not in FROM_MODELS:
                    wrong.append(f"{named(path)} imports {module}")
    assert wrong == []


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("PySide6", {"ui"}),
        ("sqlalchemy", {"models"}),
        ("alembic", {"models"}),
        ("sqlcipher3", {"models"}),
        ("cryptography", {"models"}),
        ("reportlab", {"review"}),
        ("python_calamine", {"review"}),
        ("click", {"commands"}),
    ],
)
def test_each_library_has_its_room(library: str, rooms: set[str]) -> None:
    wrong = [
        f"{named(path)} imports {module}"
        for path in SOURCES
        for module in imports_of(path)
        if module.split(".")[0] == library and room_of(path) not in rooms
    ]
    assert wrong == []


def test_main_opens_no_window_for_a_command() -> None:
    top = ast.parse((PACKAGE / "main.py").read_text(encoding="utf-8")).body
    modules = [
        module for node in top if isinstance(node, ast.ImportFrom) for module in [node.module or ""]
    ]
    assert not any(module.startswith("ehp_desktop.ui") for module in modules)


def test_the_kind_of_database_is_known_in_three_places_only() -> None:
    allowed = re.compile(r"^models/(store\.py|keys\.py|migrations/)")
    wrong = [
        named(path)
        for path in SOURCES
        if re.search(r"sqlite|pragma|pysqlcipher", path.read_text(encoding="utf-8"), re.IGNORECASE)
        and not allowed.match(named(path))
    ]
    assert wrong == []


def test_only_the_composition_roots_ask_what_today_is() -> None:
    asks = re.compile(r"\.today\(\)|datetime\.now\(|time\.time\(\)|currentDate(Time)?\(")
    wrong = [
        named(path)
        for path in SOURCES
        if asks.search(path.read_text(encoding="utf-8"))
        and named(path) not in {"main.py", "ui/app.py"}
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("pattern", "room", "allowed"),
    [
        (r"processEvents\(", "ui", set[str]()),
        (r"setStyleSheet\(", "ui", {"ui/theme.py"}),
        (r"QMessageBox", "ui", {"ui/messages.py"}),
        (r"time\.sleep\(", "", set[str]()),
        (r"except Exception", "", set[str]()),
        (r"\bprint\(", "", set[str]()),
    ],
)
def test_banned_words(pattern: str, room: str, allowed: set[str]) -> None:
    wrong = [
        named(path)
        for path in SOURCES
        if (not room or room_of(path) == room)
        and named(path) not in allowed
        and re.search(pattern, path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_no_result_is_worded_as_a_recommendation() -> None:
    words = re.compile(r"\b(we )?recommend(s|ed|ation)? (discharge|that|this|the)\b", re.IGNORECASE)
    wrong = [named(path) for path in SOURCES if words.search(path.read_text(encoding="utf-8"))]
    assert wrong == []


def test_files_stay_a_comfortable_read() -> None:
    long_files = {named(p): len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCES}
    assert {name: n for name, n in long_files.items() if n > 400} == {}


def test_functions_fit_a_screen() -> None:
    long_functions = [
        f"{named(path)}:{node.lineno} {node.name}"
        for path in SOURCES
        if "/versions/" not in named(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long_functions == []


def test_the_package_holds_no_file_of_the_shared_folder() -> None:
    names = {"TT1_Annex_A_Jan_2022.xlsx", "annexA_list8_real_label_variants.csv"}
    ours = [*PACKAGE.rglob("*.*"), *Path(__file__).parent.rglob("*.*")]
    assert not names & {path.name for path in ours}
