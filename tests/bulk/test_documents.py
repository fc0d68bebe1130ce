"""Documents with many lines are created in bulk and equal Odoo's own in every column."""

from odoo import Command
from odoo.addons.ozon_connector_bulk.tools.planned_entry import PlannedEntry

from bench.run import differences
from bench.stored import messages, rows
from tests.odoo.documents import DocumentCase


class SameCase(DocumentCase):
    """Compares what is created in bulk with what Odoo creates in its own way."""

    def stored(self, document):
        """Every column of the document, its lines and its history, except for its number."""
        # Taxes and terms come last, whenever they were created.
        lines = document.line_ids.sorted(lambda line: (line.sequence, line.id))
        own = {"access_token", "sequence_number", "move_id"}
        tables = {
            "move": rows(self.env, "account_move", "id", document.ids, own),
            "lines": rows(
                self.env, "account_move_line", "move_id", document.ids, own, order="sequence, id",
            ),
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

    def at_once(self, move_type):
        """Whether the document is created in bulk.

        With the app Sales, an invoice of a storno company with negative lines is left to Odoo. The
        tests run without Sales, but must also pass with it.
        """
        sales = "sale_line_ids" in self.env["account.move.line"]._fields
        invoice = move_type in ("in_invoice", "out_invoice")
        return not (sales and invoice and self.company.account_storno)

    def assert_same(self, quick, plain):
        self.assertEqual(differences(self.stored(quick), self.stored(plain)), [])

    def assert_same_as_plain(self, move_type, at_once=None, **head):
        """:param at_once: whether the document is expected to be created in bulk"""
        at_once = self.at_once(move_type) if at_once is None else at_once
        documents, vals = self.env["account.move"], self.vals(move_type, **head)
        lines = [line for _command, _id, line in vals.pop("invoice_line_ids")]
        self.assertEqual(PlannedEntry(documents.new(vals)).is_usual(lines), at_once)
        plain = documents.create(self.vals(move_type, **head))
        quick = self.create_quick(self.vals(move_type, **head))
        self.env.flush_all()
        self.assert_same(quick, plain)
        for document in (plain, quick):
            self.post(document)
        self.assert_same(quick, plain)
        return quick

    def create_quick(self, vals):
        return self.env["account.move"]._ozon_create_document(vals)

    def post(self, document):
        document.action_post()
        self.env.flush_all()


class TestSameAsPlain(SameCase):
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
        """A Russian company books returns with a minus, and so does the bulk way."""
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


class InPieces:
    """Documents are created with their first lines; the others are added later."""

    def create_quick(self, vals):
        document = self.env["account.move"]._ozon_create_document(vals, 10)
        for _time in range(3):
            # As in the next step, nothing is cached.
            self.env.invalidate_all()
            if document._ozon_add_lines(vals, 10):
                return document
        self.fail("the document does not become whole")


class TestSameInPieces(InPieces, TestSameAsPlain):
    def test_wherever_it_is_cut(self):
        """The cut may lie before, between or after the tax lines."""
        plain = self.env["account.move"].create(self.vals("out_invoice"))
        for count in (4, 6, 8, 12, 23, 24):
            with self.subTest(count=count):
                document = self.env["account.move"]._ozon_create_document(
                    self.vals("out_invoice"), count,
                )
                while not document._ozon_add_lines(self.vals("out_invoice"), count):
                    pass
                self.env.flush_all()
                self.assert_same(document, plain)

    def test_odoo_goes_on_with_what_was_begun_in_bulk(self):
        """Something unusual may come up between two steps, for example a distribution model."""
        plain = self.env["account.move"].create(self.vals("out_invoice"))
        document = self.env["account.move"]._ozon_create_document(self.vals("out_invoice"), 10)
        plan = self.env["account.analytic.plan"].create({"name": "Площадки"})
        account = self.env["account.analytic.account"].create({"name": "Ozon", "plan_id": plan.id})
        self.env["account.analytic.distribution.model"].create({
            "partner_id": self.env.company.partner_id.id,
            "analytic_distribution": {str(account.id): 100}, "company_id": self.company.id,
        })
        while not document._ozon_add_lines(self.vals("out_invoice"), 10):
            pass
        self.assertEqual(document.amount_total, plain.amount_total)
        self.assertEqual(
            sorted((item.name or "", item.balance) for item in document.line_ids),
            sorted((item.name or "", item.balance) for item in plain.line_ids),
        )
        document.action_post()


class TestLeftToOdoo(SameCase):
    """Unusual documents are created in Odoo's own way, which supports all of them."""

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


class TestLeftToOdooInPieces(InPieces, TestLeftToOdoo):
    """Odoo's own way has to create them in pieces as well."""


class TestPosting(SameCase):
    """Posting skips the lines if it cannot change them, and stores the same result."""

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
        """An addon may create its own documents while one is posted; they are not skipped."""
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
