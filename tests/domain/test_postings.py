"""The rows of a report are divided by its orders."""

from datetime import date
from decimal import Decimal
from random import Random

from domain.postings import Facet, Posting, divide
from domain.report_rows import Direction
from domain.settlement import FIGURES, CompanyInvoice, Movement

OLD, NEW, OPEN = Facet(True, True, None), Facet(False, True, None), Facet(False, False, None)


def movement(quantity=1, price="120", direction=Direction.RETURN, sku="501", fee="12", number=1):
    amount = quantity * Decimal(price)
    base_fee = quantity * Decimal(fee)
    return Movement(
        number, direction, sku, "L-1", "", "Лампа", quantity, amount, amount, Decimal("0.00"),
        base_fee, amount - base_fee,
    )


def order(number="2", ordered_on=date(2025, 12, 30), **figures):
    return Posting(movement(**figures), number, ordered_on)


def rates(parts):
    return [(part.quantity, part.at_old_rate, part.rate_known) for part in parts]


class TestDivide:
    def test_a_row_gets_what_all_its_orders_tell(self):
        [parts] = divide([movement(3)], [(order(quantity=2), OLD), (order(), OLD)], [0])
        assert rates(parts) == [(3, True, True)]

    def test_a_row_is_divided_where_they_differ(self):
        [parts] = divide([movement(3)], [(order(quantity=2), OLD), (order(), NEW)], [0])
        assert rates(parts) == [(2, True, True), (1, False, True)]
        assert [part.amount for part in parts] == [Decimal(240), Decimal(120)]

    def test_orders_that_do_not_add_up_tell_nothing(self):
        [parts] = divide([movement(3)], [(order(quantity=2), OLD)], [0])
        assert rates(parts) == [(3, False, False)]
        [parts] = divide([movement(1)], [(order(fee="13"), OLD)], [0])
        assert rates(parts) == [(1, False, False)]

    def test_rows_of_one_price_are_told_apart_by_their_fee(self):
        report = [movement(2, number=1), movement(1, fee="20", number=2)]
        told = [(order(quantity=2), OLD), (order(fee="20"), NEW)]
        assert [rates(parts) for parts in divide(report, told, range(len(report)))] == [
            [(2, True, True)], [(1, False, True)],
        ]

    def test_what_was_left_open_is_told_once_more_is_known(self):
        told = [(order(quantity=2), OPEN), (order("3"), NEW)]
        [parts] = divide([movement(3)], told, [0])
        assert rates(parts) == [(2, False, False), (1, False, True)]
        told = [(order(quantity=2), OLD), (order("3"), NEW)]
        first, second = divide(parts, told, [0])
        assert rates(first) == [(2, True, True)]
        assert rates(second) == [(1, False, True)]

    def test_rows_that_cannot_be_told_apart_stay_open(self):
        report = [movement(2, number=1), movement(1, number=2)]
        told = [(order(quantity=2), OLD), (order(), NEW)]
        assert [rates(parts) for parts in divide(report, told, range(len(report)))] == [
            [(2, False, False)], [(1, False, False)],
        ]

    def test_what_a_person_said_stays_and_the_buyer_is_added(self):
        said = movement(3)._replace(at_old_rate=False, rate_known=True)
        invoice = CompanyInvoice("7", date(2026, 1, 9))
        [parts] = divide([said], [(order(quantity=2), OLD), (order(), NEW)], [])
        assert rates(parts) == [(3, False, True)]
        told = [(order(quantity=2), OLD._replace(invoice=invoice)), (order(), NEW)]
        [parts] = divide([said], told, [])
        assert [(part.quantity, part.rate_known, part.invoice) for part in parts] == [
            (2, True, invoice), (1, True, None),
        ]

    def test_sales_and_returns_are_never_mixed(self):
        report = [movement(1, direction=Direction.SALE), movement(1)]
        sale, back = divide(
            report, [(order(), OLD), (order(direction=Direction.SALE), OPEN)], [1],
        )
        assert rates(sale) == [(1, False, False)]
        assert rates(back) == [(1, True, True)]


def test_no_kopeck_and_no_unit_is_lost_in_random_months():
    for seed in range(300):
        random = Random(seed)
        told, sums = [], {}
        for number in range(random.randint(1, 40)):
            direction = random.choice(list(Direction))
            figures = {
                "quantity": random.randint(1, 3), "price": random.choice(["120", "99.90"]),
                "fee": random.choice(["12", "20.01"]), "sku": random.choice("12"),
            }
            posting = Posting(
                movement(direction=direction, **figures), str(number), date(2025, 12, 1)
            )
            told.append((posting, random.choice([OLD, NEW, OPEN])))
            key = direction, *list(figures.values())[1:]
            sums[key] = sums.get(key, 0) + figures["quantity"]
        report = [
            movement(quantity, price, direction, sku, fee, number)
            for number, ((direction, price, fee, sku), quantity) in enumerate(sums.items(), 1)
        ]
        divided = divide(report, told, range(len(report)))
        for before, parts in zip(report, divided, strict=True):
            for figure in ("quantity", *FIGURES):
                assert getattr(before, figure) == sum(getattr(part, figure) for part in parts)
        for facet in (OLD, NEW):
            units = sum(
                part.quantity for parts in divided for part in parts
                if part.rate_known and part.at_old_rate == facet.at_old_rate
            )
            assert units == sum(
                posting.movement.quantity for posting, told_facet in told if told_facet == facet
            ), seed
