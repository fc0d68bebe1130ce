"""A month is booked while addons of other people take part."""

from odoo import Command

from tests.fake_ozon import report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase


class ForeignCase(BooksCase):
    """`self.foreign(…)` tells the foreign addons what to do; otherwise they do nothing."""

    def foreign(self, does):
        self.env["ir.config_parameter"].set_param("foreign.does", does)

    def account_with_tax(self, included=False, **values):
        tax = self.create_tax("purchase", 20, included=included)
        fee_tax = Command.create({"valid_from": "2026-01-01", "tax_ids": [Command.set(tax.ids)]})
        return self.connect(
            allow_negative_stock=True, fee_tax_ids=[fee_tax], **values
        )

    def month(self, account):
        self.publish(report([
            row(sku=1001, price="100", sold=side(3)),
            row(sku=1002, price="50", sold=side(2), returned=side(1)),
        ]))  # fmt: skip
        return self.import_month(account)

    def assert_consistent(self, document):
        """Check past the ORM: journal items balance, lines add up to totals, taxes have bases."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT sum(item.balance) AS balance,
                   sum(item.price_total) FILTER (WHERE item.display_type = 'product') AS lines,
                   sum(abs(item.amount_currency)) FILTER (WHERE item.display_type = 'payment_term')
                       AS owed,
                   max(item.date_maturity) AS due,
                   sum(abs(item.amount_currency)) FILTER (WHERE item.display_type = 'tax') AS tax,
                   min(move.amount_total) AS total, min(move.amount_tax) AS header_tax,
                   min(move.invoice_date_due) AS header_due
              FROM account_move_line AS item JOIN account_move AS move ON move.id = item.move_id
             WHERE move.id = %s
            """,
            [document.id],
        )
        [found] = self.env.cr.dictfetchall()
        self.assertEqual(found["balance"], 0)
        self.assertAlmostEqual(float(found["lines"]), float(found["total"]), delta=0.03)
        self.assertEqual(found["owed"], found["total"])
        self.assertEqual(found["tax"] or 0, found["header_tax"])
        self.assertEqual(found["due"], found["header_due"])
        for line in document.invoice_line_ids:
            self.assertAlmostEqual(
                abs(line.amount_currency), abs(line.price_subtotal), delta=0.01, msg=line.name
            )
        for tax_line in document.line_ids.filtered("tax_line_id"):
            bases = document.line_ids.filtered(
                lambda line, tax=tax_line.tax_line_id: tax in line.tax_ids
            )
            self.assertAlmostEqual(
                abs(tax_line.tax_base_amount), abs(sum(bases.mapped("balance"))), delta=0.02
            )
