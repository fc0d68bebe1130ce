from odoo import models


class OzonRealizationReport(models.Model):
    """Points that the report leaves over belong to another document."""

    _inherit = "ozon.realization.report"

    def write(self, vals):
        result = super().write(vals)
        if "points_left" in vals or vals.get("state") == "cancelled":
            self.env["ozon.points.act"]._follow_points(self)
        return result

    def _checks(self):
        """Name the act that contains what the report leaves over."""
        checks = super()._checks()
        of_points = [check for check in checks if check["name"] == "points"]
        act = of_points and self.env["ozon.points.act"].search([
            ("account_id", "=", self.account_id.id), ("period", "=", self.period),
            ("state", "not in", ("waiting", "cancelled")), ("corrected_report_id", "=", False),
        ])
        for check in of_points if act else ():
            check["text"] = self.env._(
                "%(text)s. See %(act)s, %(amount)s", text=check["text"],
                act=act.display_name, amount=self._money(act.amount),
            )
        return checks
