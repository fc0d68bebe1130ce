"""VAT to the kopeck: 22 % since 2026, what a buyer deducts, and what a small company cannot."""

from decimal import Decimal

from tests.l10n_ru.common import ChartCase

RATES = (22, 20, 10, 7, 5)
# By rate: the tax included in 1 000.01 roubles, and the tax on top of them.
AMOUNTS = {
    22: ("180.33", "220.00"),
    20: ("166.67", "200.00"),
    10: ("90.91", "100.00"),
    7: ("65.42", "70.00"),
    5: ("47.62", "50.00"),
}


class TestTaxes(ChartCase):
    def tax(self, name):
        return self.record(f"ru_ozon_{name}")

    def test_122_roubles_have_22_of_tax(self):
        move = self.post("out_invoice", 122, self.tax("sale_22_incl"))
        self.assertEqual(
            self.entries(move),
            {"62.01": Decimal(122), "90.01.1": Decimal(-100), "68.02": Decimal(-22)},
        )

    def test_sales_at_every_rate(self):
        price = Decimal("1000.01")
        for rate, (inside, on_top) in AMOUNTS.items():
            for mode, tax, total in (
                ("incl", Decimal(inside), price),
                ("top", Decimal(on_top), price + Decimal(on_top)),
            ):
                with self.subTest(rate=rate, mode=mode):
                    move = self.post("out_invoice", price, self.tax(f"sale_{rate}_{mode}"))
                    self.assertEqual(
                        self.entries(move),
                        {"62.01": total, "90.01.1": tax - total, "68.02": -tax},
                    )

    def test_purchases_at_every_rate_are_on_19(self):
        price = Decimal("1000.01")
        for subject, code in (("goods", "19.03"), ("services", "19.04")):
            for rate, (inside, on_top) in AMOUNTS.items():
                for mode, tax, total in (
                    ("incl", Decimal(inside), price),
                    ("top", Decimal(on_top), price + Decimal(on_top)),
                ):
                    with self.subTest(subject=subject, rate=rate, mode=mode):
                        move = self.post(
                            "in_invoice", price, self.tax(f"purchase_{rate}_{mode}_{subject}")
                        )
                        self.assertEqual(
                            self.entries(move), {"60.01": -total, "44.01": total - tax, code: tax}
                        )

    def test_what_cannot_be_deducted_is_part_of_the_cost(self):
        price = Decimal("1000.01")
        for rate, (_inside, on_top) in AMOUNTS.items():
            for mode, total in (("incl", price), ("top", price + Decimal(on_top))):
                with self.subTest(rate=rate, mode=mode):
                    move = self.post("in_invoice", price, self.tax(f"purchase_{rate}_{mode}_cost"))
                    self.assertEqual(self.entries(move), {"60.01": -total, "44.01": total})

    def test_nothing_is_taxed_at_zero_and_without_vat(self):
        for name in ("sale_0", "sale_none"):
            move = self.post("out_invoice", 100, self.tax(name))
            self.assertEqual(
                self.entries(move), {"62.01": Decimal(100), "90.01.1": Decimal(-100)}
            )
            self.assertEqual(len(move.line_ids.filtered("tax_ids")), 1)

    def test_a_return_is_a_storno(self):
        move = self.post("out_refund", 122, self.tax("sale_22_incl"))
        self.assertEqual(
            {line.account_id.code: (line.debit, line.credit) for line in move.line_ids},
            {"62.01": (-122, 0), "90.01.1": (0, -100), "68.02": (0, -22)},
        )

    def test_the_rate_of_20_is_archived_and_serves_returns_of_old_sales(self):
        taxes = self.env["account.tax"].with_context(active_test=False).search(
            [("company_id", "=", self.company.id)]
        )
        archived = taxes.filtered(lambda tax: not tax.active)
        self.assertEqual(archived, taxes.filtered(lambda tax: tax.amount == 20))
        self.assertTrue(all("2025" in tax.name for tax in archived))
        move = self.post("out_refund", 120, self.tax("sale_20_incl"), date="2026-01-31")
        self.assertEqual(self.entries(move)["68.02"], Decimal(20))

    def test_taxes_are_told_apart_by_their_names(self):
        for language in ("en_US", "ru_RU"):
            taxes = self.env["account.tax"].with_context(active_test=False, lang=language).search(
                [("company_id", "=", self.company.id)]
            )
            names = [(tax.type_tax_use, tax.name) for tax in taxes]
            self.assertEqual(len(names), len(set(names)))


class TestFiscalPositions(ChartCase):
    def mapped(self, position, *names):
        taxes = self.env["account.tax"].concat(*(self.record(f"ru_ozon_{name}") for name in names))
        mapped = self.record(f"ru_ozon_{position}").map_tax(taxes)
        prefix = f"account.{self.company.id}_ru_ozon_"
        return [tax.get_external_id()[tax.id].removeprefix(prefix) for tax in mapped]

    def test_the_general_regime_changes_nothing(self):
        for name in ("sale_22_incl", "sale_10_top", "sale_5_incl", "purchase_22_top_goods",
                     "purchase_7_incl_services", "sale_0", "purchase_none"):  # fmt: skip
            self.assertEqual(self.mapped("osno", name), [name])

    def test_it_applies_by_itself_in_russia(self):
        partner = self.env["res.partner"].create(
            {"name": "ООО «Партнёр»", "country_id": self.env.ref("base.ru").id}
        )
        positions = self.env["account.fiscal.position"]
        self.assertEqual(positions._get_fiscal_position(partner), self.record("ru_ozon_osno"))

    def test_the_simplified_regime_sells_without_tax_or_at_its_rate(self):
        for rate in (22, 10, 7, 5):
            for mode in ("incl", "top"):
                name = f"sale_{rate}_{mode}"
                self.assertEqual(self.mapped("usn", name), ["sale_none_usn"])
                self.assertEqual(self.mapped("usn_5", name), [f"sale_5_{mode}_usn"])
                self.assertEqual(self.mapped("usn_7", name), [f"sale_7_{mode}_usn"])

    def test_the_simplified_regime_has_the_tax_of_purchases_in_the_cost(self):
        for position in ("usn", "usn_5", "usn_7"):
            for rate in (22, 10, 7, 5):
                for mode in ("incl", "top"):
                    for subject in ("goods", "services"):
                        self.assertEqual(
                            self.mapped(position, f"purchase_{rate}_{mode}_{subject}"),
                            [f"purchase_{rate}_{mode}_cost"],
                        )

    def test_zero_stays_zero(self):
        for position in ("usn", "usn_5", "usn_7"):
            self.assertEqual(self.mapped(position, "sale_0"), ["sale_0"])
            self.assertEqual(self.mapped(position, "purchase_none"), ["purchase_none"])

    def test_goods_of_a_small_company_cost_what_was_paid(self):
        """The cost of goods in stock includes the tax that cannot be deducted."""
        goods = self.env["product.product"].create({"name": "Кружка", "is_storable": True})
        move = self.post("in_invoice", 100, self.record("ru_ozon_purchase_22_top_cost"), goods)
        self.assertEqual(
            self.entries(move), {"60.01": Decimal(-122), "41.01": Decimal(122)}
        )
