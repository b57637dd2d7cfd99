"""What the import page does off the window's thread; plain functions, no Qt."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ehp_desktop.review.language import Language
from ehp_desktop.ui.intake.chosen import Chosen
from ehp_desktop.ui.intake.decisions import Decisions, Place
from ehp_desktop.ui.jobs import JobProgress

if TYPE_CHECKING:
    from ehp_desktop.review.intake.apply import Applied
    from ehp_desktop.review.intake.plan import ImportPlan
    from ehp_desktop.review.intake.previewing import LookedSheet, Preview
    from ehp_desktop.review.intake.profiles import Profile
    from ehp_desktop.review.opening import OpenStore
    from ehp_desktop.ui.intake.plan_lines import PlanLines


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan and its lines, worded; `layout` is what the files' layout is called."""

    plan: "ImportPlan"
    lines: "PlanLines"
    layout: str = ""


def read(
    opened: "OpenStore", chosen: Chosen, language: Language, progress: JobProgress
) -> PlanShown:
    """Read the chosen files and compare them with the store."""
    from ehp_desktop.review.intake.own_profiles import profiles_of
    from ehp_desktop.review.intake.plan import read_plan
    from ehp_desktop.ui.intake.plan_lines import lines_of

    del progress  # reading cannot say how far it is
    plan = read_plan(
        opened,
        chosen.paths,
        profile=chosen.profile,
        as_of=chosen.as_of,
        encoding=chosen.encoding,
    )
    layout = profiles_of(opened)[plan.incoming.profile].label
    return PlanShown(plan, lines_of(plan, language, opened.code_set), layout)


def decide(
    opened: "OpenStore",
    plan: "ImportPlan",
    cleared: Collection[Place],
    language: Language,
    progress: JobProgress,
) -> PlanShown:
    """What a plan comes to with these blanks clearing what is recorded."""
    from ehp_desktop.review.intake.plan import choose_blanks
    from ehp_desktop.ui.intake.plan_lines import lines_of

    del progress
    chosen = choose_blanks(plan, cleared)
    return PlanShown(chosen, lines_of(chosen, language, opened.code_set))


def look(
    opened: "OpenStore", chosen: Chosen, progress: JobProgress
) -> "tuple[list[tuple[Path, LookedSheet]], dict[str, Profile]]":
    """The columns of the chosen files, and the profiles that there are."""
    from ehp_desktop.review.intake.own_profiles import profiles_folder, profiles_of
    from ehp_desktop.review.intake.previewing import look as look_at

    del progress
    folder = profiles_folder(opened)
    sheets = [
        (path, sheet)
        for path in chosen.paths
        for sheet in look_at(path, encoding=chosen.encoding, folder=folder)
    ]
    return sheets, profiles_of(opened)


def preview(
    opened: "OpenStore", path: Path, profile: "Profile", chosen: Chosen, progress: JobProgress
) -> "Preview":
    """The first rows of a file as a profile reads them."""
    from ehp_desktop.review.intake.previewing import preview as read_first

    del progress
    return read_first(
        path,
        profile,
        code_set=opened.code_set,
        as_of=chosen.as_of,
        encoding=chosen.encoding,
    )


def profiles(opened: "OpenStore", progress: JobProgress) -> list[tuple[str, str]]:
    """The names and labels of the profiles that there are."""
    from ehp_desktop.review.intake.own_profiles import profiles_of

    del progress
    return [(one.name, one.label) for one in profiles_of(opened).values()]


def keep_profile(opened: "OpenStore", profile: "Profile", progress: JobProgress) -> str:
    """Keep a profile with the store; its name."""
    from ehp_desktop.review.intake.own_profiles import keep_profile as keep

    del progress
    keep(opened, profile)
    return profile.name


def keep_spelling(
    opened: "OpenStore", name: str, key: str, spelling: str, value: str, progress: JobProgress
) -> str:
    """Add a spelling to a profile and keep it with the store; its name."""
    from ehp_desktop.review.intake.own_profiles import profiles_of
    from ehp_desktop.review.intake.profile_making import with_spelling
    from ehp_desktop.review.intake.profiles import profile_named

    profile = profile_named(profiles_of(opened), name)
    return keep_profile(opened, with_spelling(profile, key, spelling, value), progress)


def store(
    opened: "OpenStore", plan: "ImportPlan", decisions: Decisions, progress: JobProgress
) -> "Applied":
    """Store a plan with what the person decided; all of it or nothing."""
    from ehp_desktop.review.intake.apply import apply_plan

    return apply_plan(
        opened,
        plan,
        clear_blanks=frozenset(decisions.cleared),
        left=dict(decisions.left),
        progress=progress.report,
        cancelled=progress.cancelled,
    )
