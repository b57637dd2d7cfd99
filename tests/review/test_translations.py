"""The Welsh of resources/translations: of phrases that the program says, with the same places."""

import ast
import tomllib
import unicodedata
from pathlib import Path
from string import Formatter

import pytest

import ehp_desktop
from ehp_desktop.review.phrases import phrases

PACKAGE = Path(ehp_desktop.__file__).parent
WELSH: dict[str, str] = tomllib.loads(
    (PACKAGE / "resources" / "translations" / "cy.toml").read_text(encoding="utf-8")
)["phrases"]


def said_in_code() -> set[str]:
    """Every text that stands in the package's code."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py"))
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text)} - {None}


def test_every_phrase_with_welsh_is_said_somewhere() -> None:
    said = said_in_code() | set(phrases())
    assert [phrase for phrase in WELSH if phrase not in said] == []


@pytest.mark.parametrize("phrase", WELSH)
def test_the_welsh_has_the_same_places(phrase: str) -> None:
    assert places(WELSH[phrase]) == places(phrase)


@pytest.mark.parametrize("phrase", WELSH)
def test_the_welsh_is_neat(phrase: str) -> None:
    welsh = WELSH[phrase]
    assert welsh
    assert welsh == unicodedata.normalize("NFC", welsh.strip())
    assert welsh[0].isupper() == phrase[0].isupper()
