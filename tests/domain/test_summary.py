"""The rule that sums up the lines of a document."""

from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest

from domain import settlement, summary


class TestSumUp:
    def test_lines_with_one_key_become_one_in_the_order_of_their_first(self):
        sums = summary.sum_up(["b", "a", "b"], [Decimal("1.10"), Decimal("2.00"), Decimal("0.05")])
        assert sums == [
            summary.Sum("b", (0, 2), Decimal("1.15")),
            summary.Sum("a", (1,), Decimal("2.00")),
        ]

    def test_nothing_is_summed_up_to_nothing(self):
        assert summary.sum_up([], []) == []

    @pytest.mark.parametrize("seed", range(300))
    def test_a_random_month_has_the_same_amount_of_each_tax_in_every_detail(self, seed):
        """Prices without tax are spread over the lines first and summed up after that."""
        random = Random(seed)
        taxes = {tax: Decimal(1) / (1 + Decimal(tax) / 100) for tax in (0, 5, 7, 10, 20, 22)}
        lines = [
            (random.choice(list(taxes)), random.randrange(4),
             Decimal(random.randint(-500_000, 5_000_000)) / 100)
            for _ in range(random.randint(1, 200))
        ]  # fmt: skip
        prices = self.prices(lines, taxes)
        by_tax = self.of_each_tax([tax for tax, _category, _amount in lines], prices)
        for keys in (
            [(place, tax) for place, (tax, _category, _amount) in enumerate(lines)],
            [(category, tax) for tax, category, _amount in lines],
            [(None, tax) for tax, _category, _amount in lines],
        ):
            sums = summary.sum_up(keys, prices)
            summed = self.of_each_tax([one.key[1] for one in sums], [one.amount for one in sums])
            assert summed == by_tax
            # Each line is in exactly one sum.
            places = [place for one in sums for place in one.places]
            assert sorted(places) == list(range(len(lines)))
        for tax, share in taxes.items():
            whole = sum((amount for own, _category, amount in lines if own == tax), Decimal(0))
            rounded = (whole * share).quantize(settlement.KOPECK, ROUND_HALF_UP)
            assert by_tax.get(tax, Decimal(0)) == rounded

    def prices(self, lines, taxes):
        prices = [None] * len(lines)
        for tax, share in taxes.items():
            places = [place for place, line in enumerate(lines) if line[0] == tax]
            shares = settlement.spread([lines[place][2] for place in places], share)
            for place, price in zip(places, shares, strict=True):
                prices[place] = price
        return prices

    def of_each_tax(self, taxes, amounts):
        result = {}
        for tax, amount in zip(taxes, amounts, strict=True):
            result[tax] = result.get(tax, Decimal(0)) + amount
        return result
