"""The profit of a month: its parts equal the statement, whatever the month looks like."""

import csv
import random
from decimal import Decimal
from pathlib import Path

import pytest

from odoo.addons.ozon_connector.domain.settlement import Direction
from odoo.addons.ozon_connector_settlement.domain import profit, profit_check
from odoo.addons.ozon_connector_settlement.domain.profit import POOL, Goods, Key, Row, Rule, Told

D = Decimal
SALE, RETURN = Direction.SALE, Direction.RETURN
TYPES = Path(__file__).parents[3] / "ozon_connector_settlement/data/accrual_types.csv"


def goods(product=1, quantity=10, revenue="1000", direction=SALE, points="50", fee="200"):
    return Goods(
        f"card {product}", product, direction, quantity, D(quantity), D(revenue), D(points), D(fee),
    )


def told(product=1, direction=SALE, untold=0, **schemes):
    return {(f"card {product}", direction): Told(schemes, untold)}


class TestDivision:
    def test_the_largest_remainders_get_the_kopecks(self):
        assert profit.divide(D("1.00"), [D(1), D(1), D(1)]) == [D("0.34"), D("0.33"), D("0.33")]
        assert profit.divide(D("0.02"), [D(1), D(3), D(2)]) == [D("0.00"), D("0.01"), D("0.01")]

    def test_what_ozon_takes_is_divided_as_well(self):
        assert profit.divide(D("-1.00"), [D(2), D(1)]) == [D("-0.67"), D("-0.33")]

    def test_a_weight_of_nothing_gets_nothing(self):
        assert profit.divide(D("0.05"), [D(0), D("0.3"), D(0), D("0.4")])[::2] == [0, 0]

    def test_weights_below_zero_take_their_part_back(self):
        assert profit.divide(D("50.00"), [D("100"), D("-50")]) == [D("100.00"), D("-50.00")]
        assert profit.divide(D("-5.00"), [D("-3"), D("-2")]) == [D("-3.00"), D("-2.00")]

    @pytest.mark.parametrize("seed", range(200))
    def test_the_shares_always_add_up(self, seed):
        rng = random.Random(seed)
        weights = [D(rng.randint(-3, 900)) / 7 for _weight in range(rng.randint(1, 40))]
        weights.append(D(5000))
        amount = D(rng.randint(-10**9, 10**9)) / 100
        shares = profit.divide(amount, weights)
        assert sum(shares) == amount
        weights = [D(int(weight * 10**6)) for weight in weights]
        for share, weight in zip(shares, weights, strict=True):
            assert abs(share - amount * weight / sum(weights)) < D("0.01")


class TestReport:
    def test_returns_count_against_sales(self):
        rows = profit.of_report([
            goods(), goods(quantity=2, revenue="200", points="10", fee="40", direction=RETURN),
        ], {})
        [(key, row)] = rows.items()
        assert key == Key(1, "")
        assert (row.sold, row.returned, row.units) == (10, 2, 8)
        assert (row.part("revenue"), row.part("points"), row.part("fee")) == (
            D(800), D(40), D(-160),
        )

    def test_one_scheme_has_all_of_it(self):
        assert list(profit.of_report([goods()], told(Fbo=10))) == [Key(1, "FBO")]

    def test_several_schemes_divide_by_units_to_the_kopeck(self):
        rows = profit.of_report([goods(revenue="100.00")], told(Fbo=7, RFBS=3))
        assert {key.scheme: row.part("revenue") for key, row in rows.items()} == {
            "FBO": D("70.00"), "rFBS": D("30.00"),
        }
        assert {key.scheme: row.sold for key, row in rows.items()} == {"FBO": 7, "rFBS": 3}

    @pytest.mark.parametrize("postings", [
        {}, told(Fbo=9), told(Fbo=11), told(Fbo=10, untold=1), told(**{"": 10}),
    ])
    def test_what_postings_do_not_tell_of_all_units_stays_blank(self, postings):
        assert list(profit.of_report([goods()], postings)) == [Key(1, "")]


class TestSharing:
    def rows(self):
        rows = profit.of_report([
            goods(1, 1, "900", points="0"), goods(2, 3, "100", points="0"),
        ], {})
        rows[POOL] = Row(parts={"service": D("-100.01"), "compensation": D("7")})
        return rows

    @pytest.mark.parametrize(("rule", "shares"), [
        (Rule.REVENUE, ["-90.01", "-10.00"]), (Rule.UNITS, ["-25.00", "-75.01"]),
        (Rule.VOLUME, ["-57.15", "-42.86"]),
    ])
    def test_services_without_a_product_are_shared_by_the_rule(self, rule, shares):
        rows = self.rows()
        assert profit.share(rows, rule, {1: D(4), 2: D(1)})
        assert [rows[Key(1)].part("service"), rows[Key(2)].part("service")] == [
            D(share) for share in shares
        ]
        assert rows[Key(1)].shared == D(shares[0])
        assert rows[POOL].parts == {"compensation": D(7)}

    def test_they_stay_where_nobody_chose_a_rule_or_no_product_bears_them(self):
        for rule, volumes in ((Rule.NONE, {}), (Rule.VOLUME, {})):
            rows = self.rows()
            assert not profit.share(rows, rule, volumes)
            assert rows[POOL].part("service") == D("-100.01")

    def test_goods_that_only_came_back_bear_nothing(self):
        rows = profit.of_report([goods(1), goods(2, direction=RETURN)], {})
        rows[POOL] = Row(parts={"star": D("-10")})
        profit.share(rows, Rule.UNITS, {})
        assert rows[Key(1)].part("star") == D(-10)
        assert rows[Key(2)].part("star") == 0


class TestVatAndCost:
    def test_the_profit_is_without_vat(self):
        rows = profit.of_report([goods(points="0", fee="122", revenue="1220")], {})
        profit.add_vat(rows, {1: D("-220.00")}, {"fee": D("22.00")}, ("revenue",))
        profit.add_cost(rows, {1: (D("400.00"), D(0))}, {})
        assert rows[Key(1)].profit == 1000 - 100 - 400

    def test_points_that_pay_the_fee_are_income_without_the_vat_of_the_fee(self):
        # The bill of 122.00 − 100.00 contains VAT of 3.97.
        rows = profit.of_report([goods(points="100", fee="122", revenue="1220")], {})
        profit.add_vat(rows, {1: D("-220.00")}, {"fee": D("3.97")}, ("revenue",))
        profit.add_cost(rows, {1: (D(0), D(0))}, {})
        assert rows[Key(1)].profit == D("1000") - D("18.03")

    def test_vat_that_no_row_has_stands_beside_the_goods(self):
        rows = profit.of_report([goods()], {})
        profit.add_vat(rows, {9: D("-1.00")}, {"service": D("2.00")}, ("revenue",))
        assert rows[Key(9)].vat == D(-1)
        assert rows[POOL].vat == D(2)

    def test_an_unknown_cost_is_no_cost_of_zero(self):
        rows = profit.of_report([goods(1), goods(2)], {})
        profit.add_cost(rows, {2: (D(10), D(0))}, {})
        assert rows[Key(1)].profit is None
        assert rows[Key(2)].profit is not None

    def test_no_row_of_a_product_without_a_cost_looks_like_its_profit(self):
        rows = profit.of_report([goods(1)], told(1, Fbo=10))
        rows[Key(1)] = Row(parts={"advertising": D(-30)})
        profit.add_cost(rows, {}, {})
        assert [row.profit for row in rows.values()] == [None, None]

    def test_what_came_back_brings_its_cost_back(self):
        rows = profit.of_report([goods(1), goods(1, 2, direction=RETURN)], told(1, Fbo=6, Fbs=4))
        profit.add_cost(rows, {1: (D("100.00"), D("20.00"))}, {})
        assert {key.scheme: row.cost for key, row in rows.items()} == {
            "FBO": D(-60), "FBS": D(-40), "": D(20),
        }

    def test_goods_that_ozon_lost_cost_what_they_cost(self):
        rows = {Key(1): Row(parts={"compensation": D(80)})}
        profit.add_cost(rows, {}, {1: D(50)})
        assert rows[Key(1)].profit == 30


class TestTypes:
    def types(self):
        with TYPES.open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_every_type_is_a_part_or_none_on_purpose(self):
        for row in self.types():
            part = profit.part_of(row["name"], row["group"])
            if row["group"] in ("sale", "sale_fee"):
                assert part is None
            else:
                assert part in (*profit.OF_ACCRUALS, profit.NO_PART), row

    def test_the_names_are_those_of_ozons_list(self):
        names = {row["name"] for row in self.types()}
        own = profit.ADVERTISING_TYPES | profit.RETURN_TYPES | profit.MOVING_TYPES
        assert own <= names

    def test_money_that_moves_is_no_profit(self):
        assert profit.part_of("SetOff", "balance") == profit.NO_PART
        assert profit.part_of("RealizationReportCorrection", "balance") == "correction"
        assert profit.part_of("PayPerClick", "service") == "advertising"
        # A person has moved it to another group.
        assert profit.part_of("PayPerClick", "penalty") == "penalty"


class TestWay:
    def test_each_step_begins_where_the_one_before_ends(self):
        steps = profit_check.way([("revenue", D(100)), ("fee", D(-30)), ("cost", D(-20))], D(50))
        assert [(step.name, step.start, step.width) for step in steps] == [
            ("revenue", 0, 100), ("fee", 70, 30), ("cost", 50, 20), ("profit", 0, 50),
        ]

    def test_a_loss_goes_below_nothing(self):
        steps = profit_check.way([("revenue", D(100)), ("cost", D(-200))], D(-100))
        assert [(step.start, step.width) for step in steps] == [(50, 50), (0, 100), (0, 50)]

    def test_steps_that_lead_elsewhere_are_refused(self):
        with pytest.raises(AssertionError):
            profit_check.way([("revenue", D(100))], D(99))


class TestCheck:
    def test_a_class_that_differs_is_named(self):
        rows = profit_check.check(
            {"revenue": D(100), "fee": D(-20), "advertising": D(-5)},
            {"opening": D(7), "sales": D(110), "returns": D(-10), "fee": D(-20), "service": D(-4),
             "payout": D(-50)},
            D(0),
        )
        assert [(row.kind, row.statement - row.profit) for row in rows] == [
            ("sales", 0), ("fee", 0), ("services", 1),
        ]

    def test_a_class_that_nobody_placed_is_not_left_out(self):
        with pytest.raises(KeyError):
            profit_check.check({}, {"tips": D(1)}, D(0))


def random_month(rng):
    """Figures of a month, and what its statement says about them."""
    report, postings, stated = [], {}, {"opening": D(rng.randint(-999, 999)), "payout": D(-300)}

    def state(kind, amount):
        stated[kind] = stated.get(kind, D(0)) + amount

    for product in range(rng.randint(1, 30)):
        for direction in (SALE, RETURN)[:rng.randint(1, 2)]:
            sign = 1 if direction is SALE else -1
            quantity = rng.randint(1, 9)
            revenue, points, fee = (D(rng.randint(0, 10**6)) / 100 for _figure in range(3))
            report.append(Goods(
                product, product, direction, quantity, D(quantity), revenue, points, fee,
            ))
            part = rng.randint(0, quantity)
            postings[product, direction] = Told(
                {"Fbo": part, "Fbs": quantity - part}, rng.randint(0, 4) // 4,
            )
            state("sales" if sign > 0 else "returns", sign * revenue)
            state("points", sign * points)
            state("fee", -sign * fee)
    accruals, moved = [], D(0)
    with TYPES.open(encoding="utf-8") as file:
        types = list(csv.DictReader(file))
    for _accrual in range(rng.randint(0, 300)):
        a_type, amount = rng.choice(types), D(rng.randint(-10**5, 10**4)) / 100
        part = profit.part_of(a_type["name"], a_type["group"])
        if part is None:
            continue
        kind = a_type["group"]
        state("service" if kind in ("penalty", "financing") else kind, amount)
        if part == profit.NO_PART:
            moved += amount
        else:
            key = POOL if rng.random() < 0.4 else Key(rng.randint(0, 35), rng.choice(["FBO", ""]))
            accruals.append((key, part, amount))
    return report, postings, accruals, stated, moved


@pytest.mark.parametrize("seed", range(150))
def test_the_parts_of_a_random_month_are_its_statement(seed):
    rng = random.Random(seed)
    report, postings, accruals, stated, moved = random_month(rng)
    rows = profit.of_report(report, postings)
    for key, part, amount in accruals:
        rows.setdefault(key, Row()).add(part, amount)
    bought = D(rng.randint(0, 10**5)) / 100
    profit.add_buyout(rows, rng.randint(0, 40), D(2), bought)
    stated["buyout"] = bought
    rule = rng.choice(list(Rule))
    profit.share(rows, rule, {product: D(rng.randint(0, 9)) for product in range(40)})

    parts = profit.totals(rows)
    assert all(row.profit == row.statement for row in profit_check.check(parts, stated, moved))
    assert sum(parts.values()) == sum(stated.values()) - stated["opening"] + 300 - moved

    products = {key.product for key in rows if key.product is not None}
    vat = {product: D(rng.randint(-10**5, 0)) / 100 for product in products}
    of_parts = {part: D(rng.randint(0, 10**5)) / 100 for part in ("fee", "service", "star")}
    profit.add_vat(rows, vat, of_parts, ("revenue", "buyout"))
    costs = {
        product: (D(rng.randint(0, 10**5)) / 100, D(rng.randint(0, 10**4)) / 100)
        for product in products
    }
    profit.add_cost(rows, costs, {})
    moving = {key.product for key, row in rows.items() if row.sold or row.returned}
    assert sum(row.profit for row in rows.values()) == (
        sum(parts.values()) + sum(vat.values()) + sum(of_parts.values())
        + sum(back - sold for product, (sold, back) in costs.items() if product in moving)
    )
    profit_check.way(list(parts.items()), sum(parts.values()))
