"""The cost of goods by average and FIFO, even of goods that left before they arrived."""

import pytest

from domain.cost import Move, Price, Walk, followers


def kopecks(amount):
    return round(amount, 2)


def came(key, quantity, value, **more):
    return Move(key, True, quantity, value, **more)


def left(key, quantity, value=0.0, *, free=True, **more):
    return Move(key, False, quantity, value, free=free, **more)


def walk(method, *history, price=0.0):
    return Walk(method, price, history, kopecks)


def test_first_in_leaves_first():
    done = walk("fifo", came(1, 10, 1000.0), came(2, 10, 2000.0), left(3, 15))
    assert done.values() == {3: 2000.0}
    assert (done.stock.quantity, done.stock.value) == (5, 1000.0)


def test_on_average_everything_costs_the_same():
    done = walk("average", came(1, 10, 1000.0), came(2, 10, 2000.0), left(3, 15))
    assert done.values() == {3: 2250.0}
    assert (done.stock.quantity, done.stock.value) == (5, 750.0)


def test_what_came_back_costs_what_its_sale_in_the_same_report_does():
    back = came(3, 5, 0.0, free=True, report="september")
    done = walk(
        "fifo", came(1, 10, 1000.0), came(2, 10, 2000.0), back, left(4, 15, report="september")
    )
    assert done.values() == {3: 666.67, 4: 2000.0}
    assert done.is_backed


def test_what_came_back_alone_costs_what_was_sold_last():
    done = walk(
        "fifo", came(1, 10, 1000.0), left(2, 10, report="august"), came(3, 10, 2000.0),
        came(4, 2, 0.0, free=True, report="september"),
    )  # fmt: skip
    assert done.values()[4] == 200.0


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_the_last_unit_takes_the_kopeck_that_is_left(method):
    done = walk(method, came(1, 3, 100.0), left(2, 1), left(3, 1), left(4, 1))
    assert sorted(done.values().values()) == [33.33, 33.33, 33.34]
    assert kopecks(done.stock.value) == 0.0


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_what_left_too_early_costs_what_came_then(method):
    done = walk(method, left(1, 5), came(2, 2, 100.0), came(3, 10, 1000.0))
    assert done.values() == {1: 2 * 50.0 + 3 * 100.0}
    assert done.is_backed


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_what_is_booked_already_lacks_its_cost(method):
    done = walk(method, left(1, 5, 0.0, free=False), came(2, 10, 1000.0))
    assert (done.missing, done.is_backed) == (500.0, False)


def test_what_has_not_come_yet_is_not_backed():
    done = walk("average", left(1, 5))
    assert done.is_short
    assert not done.is_backed


def test_a_price_that_a_person_sets_is_no_cost_of_sales():
    done = walk("average", Price(0.0, is_first=True), came(1, 10, 1000.0), Price(70.0), left(2, 4))
    assert done.values() == {2: 280.0}
    assert done.is_backed


def test_the_first_price_makes_odoo_forget_what_was_paid_before():
    receipt = came(1, 8, 800.0)
    done = walk("average", receipt, Price(0.0, is_first=True), left(2, 8))
    assert (done.forgotten_cost, done.values(), done.is_backed) == (800.0, {2: 0.0}, False)
    healed = walk("average", receipt, Price(0.0, is_first=True), Price(100.0), left(2, 8))
    assert (healed.values(), healed.is_backed) == ({2: 800.0}, True)


def test_what_a_move_takes_back_is_worth_what_that_was():
    done = walk(
        "average", came(1, 10, 1000.0), left(2, 4), came(3, 10, 3000.0),
        came(4, 2, 0.0, free=True, origin=2),
    )  # fmt: skip
    assert done.values() == {2: 400.0, 4: 200.0}


def test_what_others_moved_follows_only_where_its_cost_depends_on_a_report():
    """A return of the report raises the average cost; moves before it keep their cost."""
    history = [
        came(1, 10, 1000.0, foreign=True),
        left(2, 2, 200.0, free=False, foreign=True),
        came(3, 2, 800.0, free=False, report="september"),
        left(4, 5, 500.0, free=False, foreign=True),
    ]
    assert followers(lambda events: walk("average", *events), history) == {4}


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_a_value_that_odoo_gave_to_what_others_moved_is_told_apart(method):
    done = walk(
        method, came(1, 10, 1000.0, foreign=True), left(2, 5, 450.0, free=False, foreign=True),
        left(3, 4, report="september"),
    )  # fmt: skip
    assert (done.values(), done.foreign) == ({3: 400.0}, 50.0)
    assert done.is_backed
