from odoo import api, fields, models

from ...tools.points_left import points_left_checks
from ...tools.realization_checks import RealizationChecks
from ...tools.realization_sums import RealizationSums
from ...tools.realization_taxes import RealizationTaxes
from ...tools.report_parties import party_checks, report_vendor


class OzonRealizationReportChecks(models.Model):
    """The checks of a report: what adds up, what does not, and what is not included."""

    _inherit = "ozon.realization.report"

    unmatched_line_ids = fields.One2many(
        "ozon.realization.report.line", compute="_compute_unmatched_line_ids",
        string="Goods without a Product",
    )

    @api.depends("line_ids.product_id", "bill_total", "sale_total", "netting_total")
    @api.depends_context("lang")
    def _compute_checks(self):
        return super()._compute_checks()

    @api.depends("state", "line_ids.product_id")
    def _compute_unmatched_line_ids(self):
        for report in self:
            waiting = report.line_ids if report.state == "to_match" else report.line_ids.browse()
            report.unmatched_line_ids = waiting.filtered(lambda line: not line.product_id)

    def _checks(self):
        if not self.number and not self.doc_date:
            return []
        of_report, sums = RealizationChecks(self), RealizationSums(self).movements()
        checks = [
            of_report.rows(), of_report.identity(sums), of_report.goods(),
            *of_report.company_sales(),
        ]
        if self.state in ("to_review", "posted"):
            checks += [
                of_report.bill(), of_report.sales(sums), RealizationTaxes(self).check(),
                self._check_stock(),
                *self._check_places(), *self._check_kits(), *self._check_lots(),
                *self._check_costs(), self._check_dates(), *of_report.many_lines(),
            ]
        if self.state == "posted":
            checks += [of_report.netting(), of_report.balance()]
        return checks + self._check_by_hand() + [
            *points_left_checks(self), *party_checks(self), of_report.unknown_figures(),
            of_report.not_included(),
        ]

    def action_open_company(self):
        """The form of the company, where its INN is entered."""
        self.ensure_one()
        self.check_access("read")
        return self.company_id._get_records_action(target="new")

    def action_open_vendor(self):
        """The form of the bill's vendor, where its INN is entered."""
        self.ensure_one()
        self.check_access("read")
        return report_vendor(self)._get_records_action(target="new")

    def action_open_account(self):
        """The form of the account, where the detail of documents is chosen."""
        self.ensure_one()
        self.check_access("read")
        return self.account_id._get_records_action(name=self.env._("Ozon Account"))
