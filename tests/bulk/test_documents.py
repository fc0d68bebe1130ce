"""A document of many lines is created at once, and is the same as Odoo's own in every column."""

from itertools import product

from bench_run import differences
from bench_stored import messages, rows

from odoo import Command

from tests.odoo.common import OzonCase


class DocumentCase(OzonCase):
    TYPES = ("in_invoice", "in_refund", "out_invoice", "out_refund")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "ООО «Интернет Решения»"})
        cls.goods = cls.env["product.product"].create(
            [{"name": f"Товар {n}", "is_storable": n % 2 == 1} for n in range(4)]
        )

    def setUp(self):
        super().setUp()
        self.taxes = {
            use: [
                self.env["account.tax"],
                self.create_tax(use, 22, included=True),
                self.create_tax(use, 7, included=False),
                self.create_tax(use, 0, included=False),
                self.several_taxes(use),
                self.tax_in_the_return(use),
            ]
            for use in ("purchase", "sale")
        }

    def several_taxes(self, use):
        """A group of two taxes, of which the second is also on the first."""
        first = self.create_tax(use, 5, included=False)
        first.include_base_amount = True
        group = self.create_tax(use, 3, included=False)
        second = self.create_tax(use, 2, included=False)
        group.write(
            {"amount_type": "group", "children_tax_ids": [Command.set((first + second).ids)]}
        )
        return group

    def tax_in_the_return(self, use):
        """A tax whose base and amount stand in boxes of the tax return."""
        boxes = self.env["account.account.tag"].create(
            [
                {"name": f"Строка {n} {use}", "applicability": "taxes",
                 "country_id": self.company.country_id.id}
                for n in (10, 20)
            ]
        )  # fmt: skip
        tax = self.create_tax(use, 10, included=False)
        for lines in (tax.invoice_repartition_line_ids, tax.refund_repartition_line_ids):
            base, amount = lines.sorted("repartition_type")
            base.tag_ids, amount.tag_ids = boxes[0], boxes[1]
        return tax

    def vals(self, move_type, **head):
        """A document with every tax, one line for each price and quantity that is awkward."""
        use = "purchase" if move_type.startswith("in") else "sale"
        journal = self.env["account.journal"].search(
            [("type", "=", use), ("company_id", "=", self.company.id)], limit=1
        )
        prices = (100, 33.333333, -0.01, 0, 4999.995, 0.015)
        quantities = (1, 3, 0.333, -2)
        lines = [
            {
                "product_id": good.id, "name": f"{price} × {quantity}", "quantity": quantity,
                "price_unit": price, "tax_ids": [Command.set(tax.ids)],
                "account_id": journal.default_account_id.id,
            }
            for (price, quantity), good, tax in zip(
                product(prices, quantities), [*self.goods] * 6, self.taxes[use] * 4, strict=True
            )
        ]  # fmt: skip
        # The goods of the first line again: 24 lines come to more than nothing.
        lines.append({**lines[0], "price_unit": 90_000})
        return {
            "move_type": move_type, "company_id": self.company.id, "journal_id": journal.id,
            "partner_id": self.partner.id, "currency_id": self.company.currency_id.id,
            "ref": "2609", "invoice_date": "2026-09-30", "date": "2026-09-30",
            "invoice_line_ids": [Command.create(line) for line in lines],
            **head,
        }  # fmt: skip

    def stored(self, document):
        """Every column of the document, its lines and its history, but for its number."""
        lines = document.line_ids.sorted("id")
        own = {"access_token", "sequence_number", "move_id"}
        tables = {
            "move": rows(self.env, "account_move", "id", document.ids, own),
            "lines": rows(self.env, "account_move_line", "move_id", document.ids, own),
            **messages(self.env, document),
        }
        for row in (row for table in tables.values() for row in table):
            for column, value in row.items():
                if isinstance(value, str) and document.name:
                    row[column] = value.replace(document.name, "№")
        return {
            **tables,
            "taxes": [line.tax_ids.ids for line in lines],
            "tags": [line.tax_tag_ids.ids for line in lines],
        }

    def assert_same(self, quick, plain):
        self.assertEqual(differences(self.stored(quick), self.stored(plain)), [])

    def assert_same_as_plain(self, move_type, at_once=True, **head):
        """:param at_once: whether Odoo's own way is expected to be left"""
        documents, vals = self.env["account.move"], self.vals(move_type, **head)
        lines = [line for _command, _id, line in vals.pop("invoice_line_ids")]
        self.assertEqual(documents.new(vals)._ozon_is_usual(lines), at_once)
        plain = documents.create(self.vals(move_type, **head))
        quick = documents._ozon_create_document(self.vals(move_type, **head))
        self.env.flush_all()
        self.assert_same(quick, plain)
        for document in (plain, quick):
            self.post(document)
        self.assert_same(quick, plain)
        return quick

    def post(self, document):
        document.action_post()
        self.env.flush_all()


class TestSameAsPlain(DocumentCase):
    def test_in_roubles(self):
        for move_type in self.TYPES:
            with self.subTest(move_type):
                document = self.assert_same_as_plain(move_type)
                self.assertTrue(document.line_ids.tax_tag_ids)

    def test_without_storno(self):
        self.company.account_storno = False
        for move_type in self.TYPES:
            with self.subTest(move_type):
                self.assert_same_as_plain(move_type)

    def test_storno_is_red(self):
        """A Russian company books what comes back with a minus, and so does this."""
        self.assertTrue(self.company.account_storno)
        refund = self.assert_same_as_plain("out_refund")
        largest = max(refund.line_ids, key=lambda line: abs(line.balance))
        self.assertLess(min(largest.debit, largest.credit), 0)

    def test_rounded_line_by_line(self):
        self.company.tax_calculation_rounding_method = "round_per_line"
        for move_type in self.TYPES:
            with self.subTest(move_type):
                self.assert_same_as_plain(move_type)

    def test_in_another_currency(self):
        yuan = self.env.ref("base.CNY")
        yuan.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": yuan.id, "company_id": self.company.id, "name": "2026-09-01",
             "inverse_company_rate": 11.4321}
        )  # fmt: skip
        for move_type in self.TYPES:
            with self.subTest(move_type):
                self.assert_same_as_plain(move_type, currency_id=yuan.id)

    def test_paid_in_parts(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "30 % сразу, остальное через месяц",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 30, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 70, "nb_days": 30}),
                ],
            }
        )
        for move_type in self.TYPES:
            with self.subTest(move_type):
                document = self.assert_same_as_plain(move_type, invoice_payment_term_id=term.id)
                parts = document.line_ids.filtered("date_maturity")
                self.assertEqual(len(parts), 2)


class TestLeftToOdoo(DocumentCase):
    """What is unusual is created in Odoo's own way, which knows all of it."""

    def test_rounded_cash(self):
        rounding = self.env["account.cash.rounding"].create(
            {"name": "До рубля", "rounding": 1, "strategy": "biggest_tax"}
        )
        self.assert_same_as_plain(
            "out_invoice", at_once=False, invoice_cash_rounding_id=rounding.id
        )

    def test_a_discount_for_early_payment(self):
        term = self.env["account.payment.term"].create(
            {"name": "2 % за 10 дней", "early_discount": True, "discount_percentage": 2,
             "discount_days": 10, "line_ids": [Command.create({"value": "percent",
             "value_amount": 100, "nb_days": 30})]}
        )  # fmt: skip
        self.assert_same_as_plain("in_invoice", at_once=False, invoice_payment_term_id=term.id)

    def test_a_tax_of_a_fixed_amount(self):
        fixed = self.create_tax("sale", 8, included=False)
        fixed.amount_type = "fixed"
        self.taxes["sale"][3] = fixed
        self.assert_same_as_plain("out_invoice", at_once=False)

    def test_a_tax_that_is_due_when_it_is_paid(self):
        self.company.tax_exigibility = True
        transition = self.env["account.account"].create(
            {"code": "76.99", "name": "НДС отложенный", "account_type": "liability_current",
             "reconcile": True, "company_ids": [Command.set(self.company.ids)]}
        )  # fmt: skip
        tax = self.create_tax("purchase", 12, included=False)
        tax.write(
            {"tax_exigibility": "on_payment", "cash_basis_transition_account_id": transition.id}
        )
        self.taxes["purchase"][3] = tax
        self.assert_same_as_plain("in_invoice", at_once=False)

    def test_accounts_of_analysis_by_product(self):
        plan = self.env["account.analytic.plan"].create({"name": "Площадки"})
        account = self.env["account.analytic.account"].create({"name": "Ozon", "plan_id": plan.id})
        self.env["account.analytic.distribution.model"].create(
            {"product_id": self.goods[0].id, "analytic_distribution": {str(account.id): 100},
             "company_id": self.company.id}
        )  # fmt: skip
        document = self.assert_same_as_plain("out_invoice", at_once=False)
        self.assertTrue(any(document.invoice_line_ids.mapped("analytic_distribution")))


class TestPosting(DocumentCase):
    """Posting looks at no line where it can change none, and leaves the same."""

    def post(self, document):
        document._ozon_ready_to_post().action_post()
        self.env.flush_all()

    def test_it_is_the_same(self):
        for move_type in self.TYPES:
            with self.subTest(move_type):
                plain = self.env["account.move"].create(self.vals(move_type))
                quick = self.env["account.move"].create(self.vals(move_type))
                plain.action_post()
                self.env.flush_all()
                self.post(quick)
                self.assert_same(quick, plain)

    def test_another_document_made_meanwhile_is_complete(self):
        """An addon may make documents of its own while one is posted: nothing is left out there."""
        quick = self.env["account.move"].create(self.vals("in_invoice"))
        meanwhile = quick._ozon_ready_to_post().env["account.move"].create(self.vals("in_refund"))
        plain = self.env["account.move"].create(self.vals("in_refund"))
        self.env.flush_all()
        self.assert_same(meanwhile, plain)

    def test_a_locked_month_is_left_to_odoo(self):
        self.company.fiscalyear_lock_date = "2026-09-30"
        plain = self.env["account.move"].create(self.vals("in_invoice"))
        quick = self.env["account.move"].create(self.vals("in_invoice"))
        plain.action_post()
        self.env.flush_all()
        self.post(quick)
        self.assertGreater(str(quick.date), "2026-09-30")
        self.assert_same(quick, plain)
