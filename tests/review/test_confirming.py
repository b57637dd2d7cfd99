"""Drafts and what stands, for any order in which people record, withdraw and confirm."""

from typing import Any, NamedTuple

from hypothesis import given, strategies as st

from ehp_desktop.review.confirming import (
    last_confirmed,
    shown,
    stands,
    take_back,
    threads,
    waiting,
)


class Said(NamedTuple):
    """A row as `confirming` reads one."""

    id: int
    thread: int
    version: int
    withdrawn: bool
    text: str
    confirmed: bool
    author_id: str = ""
    author: str = ""
    role: str = ""
    at: int = 0


class FakePen:
    """Writes versions into a list."""

    def __init__(self) -> None:
        self.versions: list[Said] = []

    def first(self, text: str, *, confirmed: bool) -> None:
        self.versions.append(Said(1, 1, 1, withdrawn=False, text=text, confirmed=confirmed))

    def next(self, before: Said, **changed: Any) -> None:
        number = before.version + 1
        self.versions.append(before._replace(**{"id": number, "version": number} | changed))


STEPS = st.lists(st.sampled_from(["draft", "say", "withdraw", "withdraw as draft", "confirm"]))


def after(steps: list[str]) -> tuple[list[Said], list[str]]:
    """The versions that some deeds make, and those of them that could be done."""
    pen, done = FakePen(), []
    for count, step in enumerate(steps):
        versions = pen.versions
        if step in ("draft", "say"):
            text, confirmed = str(count), step == "say"
            if versions:
                pen.next(versions[-1], text=text, withdrawn=False, confirmed=confirmed)
            else:
                pen.first(text, confirmed=confirmed)
        elif step == "confirm" and waiting(versions) is not None:
            pen.next(versions[-1], confirmed=True)
        elif step.startswith("withdraw") and shown(versions) is not None:
            take_back(pen, versions, confirmed=step == "withdraw")  # type: ignore[arg-type]
        else:
            continue
        done.append(step)
    return pen.versions, done


@given(STEPS)
def test_every_deed_is_one_version(steps: list[str]) -> None:
    versions, done = after(steps)
    assert len(versions) == len(done)
    assert [one.version for one in versions] == list(range(1, len(versions) + 1))


@given(STEPS)
def test_without_a_chair_nothing_new_comes_to_stand(steps: list[str]) -> None:
    """Only saying, confirming and a chair's withdrawal change what stands."""
    for count in range(1, len(steps) + 1):
        before, after_it = after(steps[: count - 1])[0], after(steps[:count])[0]
        if steps[count - 1] in ("draft", "withdraw as draft"):
            stood, standing = stands(before), stands(after_it)
            assert (stood and stood.text) == (standing and standing.text)


@given(STEPS)
def test_what_waits_is_the_last_version_and_no_confirmed_one(steps: list[str]) -> None:
    versions, _ = after(steps)
    draft = waiting(versions)
    assert draft is None or (draft is versions[-1] and not draft.confirmed)


@given(STEPS)
def test_confirming_makes_what_waited_stand(steps: list[str]) -> None:
    versions, _ = after(steps)
    draft = waiting(versions)
    if draft is not None:
        confirmed, _ = after([*steps, "confirm"])
        standing = stands(confirmed)
        assert waiting(confirmed) is None
        assert standing is None if draft.withdrawn else standing == confirmed[-1]


@given(STEPS)
def test_taking_a_draft_back_leaves_what_stood(steps: list[str]) -> None:
    versions, _ = after(steps)
    draft, stood = waiting(versions), stands(versions)
    if draft is not None:
        again, _ = after([*steps, "withdraw as draft"])
        standing = stands(again)
        assert waiting(again) is None
        assert (stood and stood.text) == (standing and standing.text)


def test_nothing_stands_and_nothing_waits_where_nothing_was_recorded() -> None:
    assert (stands([]), waiting([]), shown([]), last_confirmed([])) == (None, None, None, None)
    assert threads([]) == {}
