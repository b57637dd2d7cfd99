from hypothesis import given, strategies as st

from ehp_desktop.review.documents.flow import Flow
from ehp_desktop.review.documents.page import TOP, Mark, Piece, Row, Ruled, cell

BOTTOM = 50.0


def row(lines: int, *, sticky: bool = False, name: str = "") -> Row:
    return Row((cell(" ".join(["W" * 300] * lines), 0, 3000),), sticky=sticky, bookmark=name)


def depth_of(flow: Flow) -> list[list[int]]:
    return [[piece.depth for piece, _ in sheet if isinstance(piece, Row)] for sheet in flow.sheets]


def test_a_block_that_fits_elsewhere_is_kept_whole() -> None:
    flow = Flow(BOTTOM)
    flow.block([row(1) for _ in range(40)])
    flow.block([row(1) for _ in range(20)])
    assert [len(sheet) for sheet in flow.sheets] == [40, 20]


def test_two_short_blocks_share_a_page() -> None:
    flow = Flow(BOTTOM)
    flow.block([row(1)])
    flow.block([row(1)])
    assert len(flow.sheets) == 1


def test_a_block_longer_than_a_page_flows_under_its_head() -> None:
    flow = Flow(BOTTOM)
    head = row(1)
    flow.block([row(1) for _ in range(120)], overleaf=head)
    assert len(flow.sheets) == 3
    assert all(sheet[0][0] is head for sheet in flow.sheets[1:])


def test_a_row_longer_than_a_page_is_divided_between_lines() -> None:
    flow = Flow(BOTTOM)
    flow.run([row(200)])
    depths = depth_of(flow)
    assert sum(sum(sheet) for sheet in depths) == 200
    assert len(depths) > 2


def test_a_heading_stays_with_what_follows() -> None:
    flow = Flow(BOTTOM)
    fits = int((TOP - BOTTOM) / row(1).height)
    fill = [row(1) for _ in range(fits - 1)]
    flow.run([*fill, row(1, sticky=True), row(1)])
    sheet = [piece for piece, _ in flow.sheets[1]]
    assert len(flow.sheets) == 2
    assert sheet[0].sticky


def test_ruled_space_takes_what_the_page_has_left() -> None:
    flow = Flow(BOTTOM)
    flow.block([row(1), Ruled(3)])
    flow.new_page()
    last, top = flow.sheets[0][-1]
    assert isinstance(last, Ruled)
    assert last.lines > 20
    assert top - last.height >= BOTTOM


def test_shapes_go_with_their_lines() -> None:
    marked = Row((cell("W" * 3000, 0, 300),), (Mark("met", 5), Mark("box", 5, line=3)))
    head, rest = marked.divide(2.5 * marked.leading)
    assert head is not None
    assert rest is not None
    assert [mark.name for mark in head.marks] == ["met"]
    assert [(mark.name, mark.line) for mark in rest.marks] == [("box", 1)]


@given(st.lists(st.tuples(st.integers(1, 90), st.booleans()), max_size=25))
def test_nothing_is_lost_and_nothing_hangs_over(plan: list[tuple[int, bool]]) -> None:
    flow = Flow(BOTTOM)
    pieces: list[Piece] = [row(lines, sticky=sticky) for lines, sticky in plan]
    flow.run(pieces[: len(pieces) // 2])
    flow.block(pieces[len(pieces) // 2 :])
    assert sum(sum(sheet) for sheet in depth_of(flow)) == sum(lines for lines, _ in plan)
    for sheet in flow.sheets:
        y = TOP
        for piece, top in sheet:
            assert abs(top - y) < 0.01
            y -= piece.height
            assert y >= BOTTOM - 2.5  # the space below a last line may hang over, no line does
