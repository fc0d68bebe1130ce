from odoo import models


class OzonServiceAct(models.Model):
    """Points that have paid services are not left over."""

    _inherit = "ozon.service.act"

    def write(self, vals):
        """Update the act of points when services have used other points than before."""
        before = {act: act.points_used for act in self} if "points_used" in vals else {}
        result = super().write(vals)
        changed = self.filtered(lambda act: act in before and before[act] != act.points_used)
        if vals.get("state") == "cancelled":
            changed |= self.filtered("points_used")
        self.env["ozon.points.act"]._follow_points(changed)
        return result
