from odoo import api, fields, models


class OzonAccountRealization(models.Model):
    """The realization reports of a cabinet."""

    _inherit = "ozon.account"

    report_ids = fields.One2many("ozon.realization.report", "account_id", "Reports")
    last_report_id = fields.Many2one(
        "ozon.realization.report", compute="_compute_last_report_id",
    )

    @api.depends("report_ids.period", "report_ids.state")
    def _compute_last_report_id(self):
        for account in self:
            # A correction has only a part of its month.
            months = account.report_ids.filtered(
                lambda report: report.state not in ("waiting", "cancelled")
                and not report.corrected_report_id
            )
            account.last_report_id = months.sorted("period")[-1:]

    # Actions

    def action_open_reports(self):
        """All realization reports of the account."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector.ozon_realization_report_action"
            ),
            "domain": [("account_id", "=", self.id)],
        }

    # Business

    def _has_figures(self):
        return super()._has_figures() or bool(self.report_ids)

    def _create_reports(self, months):
        """The realization reports of the given months; missing ones are created.

        :return: all of them, oldest first
        """
        self.ensure_one()
        return self.env["ozon.realization.report"]._create_missing(self, months)
