"""Tables on pages: no row lost, none twice, none beyond the edge."""

from random import Random

import pytest

from domain.pages import Heights, divided

HEIGHTS = Heights(page=20, title=5, name=1, heading=3, totals=1, end=5)


def pages(*tables):
    return divided(tables, lambda row: row, HEIGHTS)


def test_a_small_report_is_one_page_with_its_end():
    [[first, second]] = pages([1], [1])
    assert (first.begins, first.ends, second.begins, second.ends) == (True,) * 4


def test_an_empty_table_has_its_heading_and_totals():
    [[first, second]] = pages([], [])
    assert (first.rows, first.ends, second.rows, second.ends) == ([], True, [], True)


def test_a_table_goes_on_with_headings_on_the_next_page():
    first, second, *_rest = pages([1] * 20)
    assert [piece.begins for piece in first + second] == [True, False]
    assert [len(piece.rows) for piece in first + second] == [12, 8]


def test_totals_are_never_without_a_row():
    # Twelve rows fill the first page, so the last one moves to the next with the totals.
    [first], [second] = pages([1] * 12)
    assert (len(first.rows), len(second.rows)) == (11, 1)


def test_a_row_higher_than_a_page_gets_one():
    rows = [row for page in pages([1, 50, 1]) for piece in page for row in piece.rows]
    assert rows == [1, 50, 1]


def test_the_end_may_have_a_page_of_its_own():
    assert pages([1] * 9)[-1] == []


@pytest.mark.parametrize("seed", range(200))
def test_random_tables(seed):
    random = Random(seed)
    tables = [[random.randint(1, 6) for _ in range(random.randint(0, 60))] for _ in range(2)]
    result = divided(tables, lambda row: row, HEIGHTS)

    for table, rows in enumerate(tables):
        pieces = [piece for page in result for piece in page if piece.table == table]
        assert [row for piece in pieces for row in piece.rows] == rows
        assert [piece.begins for piece in pieces] == [True] + [False] * (len(pieces) - 1)
        assert [piece.ends for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    for place, page in enumerate(result):
        taken = HEIGHTS.name if place else HEIGHTS.title
        taken += sum(
            HEIGHTS.heading + sum(piece.rows) + piece.ends * HEIGHTS.totals for piece in page
        )
        if place == len(result) - 1:
            taken += HEIGHTS.end
        assert taken <= HEIGHTS.page
