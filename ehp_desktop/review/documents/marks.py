"""The small shapes beside a state or a result: drawn, so that no font needs to hold them.

Each differs from the others in shape, not only in ink, and stands beside its word. A shape is
written once in PDF's own path operators (m move, l line, c curve, re rectangle, S stroke, f fill)
in a box one unit wide around its middle, and scaled where it is drawn.
"""

from typing import Final

from ehp_desktop.review.documents.inks import INK_OPERANDS

_ROUND: Final = 0.5523
"""How far a quarter circle's control points lie from its ends, for a radius of one."""

_TICK: Final = "-0.38 -0.02 m -0.1 -0.32 l 0.4 0.34 l S"


def _circle(radius: float) -> str:
    arm = radius * _ROUND
    r, k = f"{radius:.3f}", f"{arm:.3f}"
    return (
        f"{r} 0 m {r} {k} {k} {r} 0 {r} c -{k} {r} -{r} {k} -{r} 0 c "
        f"-{r} -{k} -{k} -{r} 0 -{r} c {k} -{r} {r} -{k} {r} 0 c"
    )


def _quarter(radius: float) -> str:
    """The upper right quarter of a disc."""
    r, k = f"{radius:.3f}", f"{radius * _ROUND:.3f}"
    return f"0 0 m {r} 0 l {r} {k} {k} {r} 0 {r} c h f"


def _pen(ink: str, width: float = 0.13) -> str:
    return f"{INK_OPERANDS[ink]} RG {INK_OPERANDS[ink]} rg {width} w 1 J 1 j"


MARKS: Final[dict[str, str]] = {
    # A full disc with a tick left out of it.
    "ready": f"{_pen('good', 0.12)} {_circle(0.5)} f {INK_OPERANDS['paper']} RG "
    "-0.27 -0.01 m -0.07 -0.23 l 0.29 0.24 l S",
    # A ring, filled to a quarter.
    "work_needed": f"{_pen('work')} {_circle(0.435)} S {_quarter(0.435)}",
    # A dash.
    "not_this_route": f"{_pen('grey')} -0.35 0 m 0.35 0 l S",
    # A tick, a cross, an empty ring, a triangle.
    "met": f"{_pen('good')} {_TICK}",
    "not_met": f"{_pen('bad')} -0.32 -0.32 m 0.32 0.32 l -0.32 0.32 m 0.32 -0.32 l S",
    "unknown": f"{_pen('work')} {_circle(0.36)} S",
    "caution": f"{_pen('work', 0.12)} -0.42 -0.36 m 0.42 -0.36 l 0 0.42 l h S",
    # A square to tick by hand.
    "box": f"{_pen('grey', 0.09)} -0.5 -0.5 1 1 re S",
}
"""The operators of each shape, by the value of the state or result that it stands for."""
