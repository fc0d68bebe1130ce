from collections import defaultdict
from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...domain import calendar, report_rows, settlement
from ...domain.rates_of_returns import with_known_rates
from ...ozon_api.files import read_realization_file
from ...tools.realization_sums import RealizationSums
from ...tools.report_parties import contract_text, party_text
from ...tools.rows_field import RowsField
from ...tools.texts_as_texts import TextsAsTexts
from ..account.ozon_account_detail import DETAILS

# How many rows with odd units a check names; the report stores no more.
ODD_ROWS = 20


class OzonRealizationReport(TextsAsTexts, models.Model):
    """Ozon's realization report of a month, from /v2/finance/realization.

    This file has its figures, its rows and their products. `ozon_realization_report_documents`
    creates its entries and transfers, and `ozon.document.mixin` runs its steps.
    """

    _name = "ozon.realization.report"
    _description = "Ozon Intermediary Report"
    _inherit = ["ozon.netted.document.mixin", "ozon.goods.document.mixin"]
    _order = "period DESC, account_id, id"

    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("To", readonly=True)
    contract = fields.Char(readonly=True)
    payer = fields.Char(readonly=True)
    receiver = fields.Char(readonly=True)
    payer_inn = fields.Char("INN of the Payer", readonly=True)
    receiver_inn = fields.Char("INN of the Receiver", readonly=True)
    line_ids = RowsField("ozon.realization.report.line", "report_id", "Goods", readonly=True)

    revenue = fields.Monetary(
        readonly=True, aggregator="sum",
        help="What buyers paid and the payouts of partners' loyalty programmes, sold − returned.",
    )
    points = fields.Monetary("Points for Discounts", readonly=True)
    base_fee = fields.Monetary(
        "Gross Commission", readonly=True, help="Ozon's commission before points.",
    )
    points_used = fields.Monetary(
        "Points Applied to Commission", readonly=True,
        help="Points that lower the commission on the bill.",
    )
    fee_payable = fields.Monetary(
        "Commission Payable", readonly=True, help="What the bill adds up to.",
    )
    points_left = fields.Monetary(
        "Unused Points", readonly=True,
        help="Points beyond the commission: they pay other services of Ozon or come as a premium.",
    )
    accrual = fields.Monetary(
        "Due from Ozon per Report", readonly=True,
        help="What Ozon owes for the month by its report.",
    )

    # The rules by which the documents were drafted; the account's rules may have changed since.
    points_policy = fields.Selection(
        [("discount", "Lower the commission"), ("income", "Are income")],
        "Policy for Points", readonly=True, copy=False,
    )
    points_cap = fields.Float("Points Cap (%)", digits=(5, 2), readonly=True, copy=False)
    points_are_income = fields.Boolean(
        compute="_compute_points_are_income",
        help="How the figures add up: by the account until the drafts exist, then as drafted.",
    )
    # Empty for a month drafted by an earlier version, which knew only lines by product.
    document_detail = fields.Selection(DETAILS, "Detail of Documents", readonly=True, copy=False)

    bill_id = fields.Many2one(
        "account.move", readonly=True, copy=False, check_company=True, ondelete="set null",
        index="btree_not_null",
    )
    bill_total = fields.Monetary(compute="_compute_totals")
    sale_invoice_id = fields.Many2one(
        "account.move", "Sales Invoice", readonly=True, copy=False, check_company=True,
        ondelete="set null", index="btree_not_null",
    )
    sale_refund_id = fields.Many2one(
        "account.move", "Credit Note", readonly=True, copy=False, check_company=True,
        ondelete="set null", index="btree_not_null",
    )
    sale_total = fields.Monetary(
        "Sales", compute="_compute_totals", help="Invoice less credit note.",
    )
    open_balance = fields.Monetary(
        compute="_compute_totals",
        help="What Ozon still owes by the documents of this report.",
    )
    corrected_report_id = fields.Many2one(
        "ozon.realization.report", "Corrects", readonly=True, copy=False, check_company=True,
        ondelete="restrict", index="btree_not_null",
    )
    correction_ids = fields.One2many(
        "ozon.realization.report", "corrected_report_id", "Corrections", readonly=True,
    )
    # Rows whose units do not fit their money, so that wrong quantities may be moved: the result of
    # `report_rows.stored_odd_units`. Empty for a month that an earlier version loaded. Only Ozon's
    # answer has the price of a unit; the lines do not.
    odd_units = fields.Json(readonly=True, copy=False)

    @api.depends("points_policy", "account_id.points_policy")
    def _compute_points_are_income(self):
        for report in self:
            policy = report.points_policy or report.account_id.points_policy
            report.points_are_income = policy == "income"

    @api.depends(
        "bill_id.state", "sale_invoice_id.state", "sale_refund_id.state",
        "bill_id.amount_total", "sale_invoice_id.amount_total", "sale_refund_id.amount_total",
        "bill_id.line_ids.amount_residual_currency",
        "sale_invoice_id.line_ids.amount_residual_currency",
        "sale_refund_id.line_ids.amount_residual_currency",
    )
    def _compute_totals(self):
        # The entries may have a line for very many products.
        open_of = defaultdict(float, self.env["account.move.line"]._read_group(
            [
                ("move_id", "in", (self.bill_id | self.sale_invoice_id | self.sale_refund_id).ids),
                ("account_id.account_type", "in", ("asset_receivable", "liability_payable")),
            ],
            ["move_id"], ["amount_residual_currency:sum"],
        ))
        for report in self:
            sales = self._current(report.sale_invoice_id | report.sale_refund_id)
            documents = (sales | report.bill_id).filtered(lambda move: move.state == "posted")
            report.bill_total = -report.bill_id.amount_total_in_currency_signed
            report.sale_total = sum(sales.mapped("amount_total_in_currency_signed"))
            report.open_balance = sum(open_of[document] for document in documents)

    # Actions

    def action_open_bill(self):
        """The vendor bill of the report."""
        self.ensure_one()
        self.check_access("read")
        return self.bill_id._get_records_action(name=self.env._("Vendor Bill"))

    def action_open_sales(self):
        """The invoice and the credit note of the report."""
        self.ensure_one()
        self.check_access("read")
        sales = self.sale_invoice_id | self.sale_refund_id
        return sales._get_records_action(name=self.env._("Sales and Returns"))

    # Business: asking Ozon

    @api.model
    def _ozon_methods(self):
        return {
            "/v2/finance/realization": self.env._("loading reports"),
            "/v1/finance/realization/posting": self.env._("when returned goods were sold"),
            "/v1/finance/document-b2b-sales/json": self.env._("the companies that bought"),
        }

    def _row_count(self):
        return self.env["ozon.realization.report.line"].search_count([
            ("report_id", "in", self.ids),
        ])

    def _ask(self, client):
        return client.realization(self.period.year, self.period.month)

    def _read_file(self, content):
        return read_realization_file(content).report

    def _store(self, answer):
        self._check_period(answer)
        movements = settlement.movements(answer.rows)
        # Checked here, so that Ozon is asked again for a report that does not name its goods.
        self.env["ozon.product"]._check_named(movements)
        if self.corrected_report_id:
            versions = self._booked_versions()
            booked = [movement for _product, movement in versions.line_ids._movements()]
            movements = settlement.correction(movements, booked)
            movements = with_known_rates(movements, booked, settlement.goods_key)
        else:
            before = [movement for _product, movement in self.line_ids._movements()]
            movements = with_known_rates(movements, before, settlement.row_key)
        figures = self._settle(movements)
        nothing_to_correct = self.corrected_report_id and not movements
        self.line_ids.unlink()
        header = self._prepare_header_vals(answer)
        # Otherwise each line would have to look these up in its report, amount by amount.
        known = {"company_id": self.company_id.id, "currency_id": header["currency_id"]}
        self.write({
            **header,
            "line_ids": [
                Command.create({**known, **self._prepare_line_vals(movement)})
                for movement in movements
            ],
            "state": "cancelled" if nothing_to_correct else "loaded",
            **self._prepare_figures_vals(figures),
        })

    def _prepare_header_vals(self, answer):
        header = answer.header
        return {
            "number": header.number,
            "doc_date": header.doc_date or calendar.last_day(self.period),
            "date_from": header.start_date or self.period,
            "date_to": header.stop_date or calendar.last_day(self.period),
            "contract": contract_text(self.env, header),
            "payer": party_text(header.payer_name, header.payer_inn, header.payer_kpp),
            "receiver": party_text(
                header.receiver_name, header.receiver_inn, header.receiver_kpp,
            ),
            "payer_inn": header.payer_inn,
            "receiver_inn": header.receiver_inn,
            "currency_id": self._currency(header.currency).id,
            "odd_units": report_rows.stored_odd_units(answer.rows, ODD_ROWS),
        }

    def _match(self, patient):
        # A correction uses the product that was booked, even if the card has another one now.
        self._match_goods(patient, self._booked_products())

    def _settle(self, movements):
        """The figures of movements; for a correction, how it changes the figures of its report."""
        rules = self.corrected_report_id or (self.points_policy and self) or self.account_id
        booked = RealizationSums(self._booked_versions()).movements()

        def settle(movements):
            return settlement.settle(
                movements,
                settlement.PointsPolicy(rules.points_policy),
                Decimal(str(rules.points_cap)) / 100,
            )

        # Points are capped on the whole month, so settle it with and without this, and subtract.
        return settle(booked + movements) - settle(booked) if booked else settle(movements)

    def _check_period(self, answer):
        header = answer.header
        for day in (header.start_date, header.stop_date):
            if day and calendar.month_of(day) != self.period:
                raise UserError(self.env._(
                    "Ozon was asked for %(asked)s and sent a report of another period, %(start)s – "
                    "%(stop)s. It was not booked, because the month would be wrong. Try again "
                    "later, or ask Ozon's support.",
                    asked=self.month,
                    start=self._day(header.start_date), stop=self._day(header.stop_date),
                ))

    def _booked_versions(self):
        """What a correction starts from: its report and the earlier corrections."""
        report = self.corrected_report_id
        return report | report._open_corrections().filtered(
            lambda correction: correction.correction_number < self.correction_number
        )

    def _booked_products(self):
        """:return: for a correction, {`goods_key`: (product, units) as they were booked}"""
        report = self.corrected_report_id
        lines = (report | report._open_corrections() - self).line_ids
        return {
            line._goods_key(): (line.product_id, line.units) for line in lines if line.product_id
        }

    @api.model
    def _prepare_line_vals(self, movement):
        return {
            "row_number": movement.row_number,
            "direction": movement.direction.value,
            "sku": movement.sku,
            "offer_id": movement.offer_id,
            "barcode": movement.barcode,
            "name": movement.name,
            "quantity": movement.quantity,
            **self.env["ozon.realization.report.line"]._prepare_told_vals(movement),
            **{field: float(getattr(movement, field))
               for field in ("amount", "revenue", "points", "base_fee", "accrual")},
        }

    @api.model
    def _prepare_figures_vals(self, figures):
        return {field: float(getattr(figures, field)) for field in (
            "revenue", "points", "base_fee", "points_used", "fee_payable", "points_left", "accrual",
        )}
