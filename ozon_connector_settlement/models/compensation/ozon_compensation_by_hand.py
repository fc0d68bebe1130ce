from odoo import models

from ...domain import compensations as rules


class OzonCompensation(models.Model):
    """Lost goods that a user has already written off, after Ozon's count or from a removal."""

    _inherit = "ozon.compensation"

    def _checks(self):
        """Add manual write-offs to the checks: the same loss could leave the stock twice."""
        checks = super()._checks()
        removed = self.env["ozon.removal.line"]._written_off_of(self.line_ids)
        if removed:
            checks.append(self._check(
                "removals", self.env._("Goods leave once"), True, self.env._(
                    "Already written off, so this document does not move them: %s",
                    ", ".join(
                        f"{line.product_id.display_name} {line._written_off():g} "
                        f"({', '.join(line.scrap_ids.mapped('name'))})"
                        for line in removed
                    ),
                ),
            ))
        if self.state != "to_review" or not self.account_id.post_stock:
            return checks
        products = self.line_ids.filtered(lambda line: line.goods == rules.LEAVE).product_id
        lines = self.env["ozon.stock.count.line"].search([
            ("account_id", "=", self.account_id.id), ("product_id", "in", products.ids),
            ("scrap_id.state", "=", "done"), ("scrap_id.date_done", ">=", self.period),
        ])
        told = [f"{line.name} {line.scrap_id.scrap_qty:g} ({line.scrap_id.name})" for line in lines]
        told += [
            f"{scrap.product_id.display_name} {scrap.scrap_qty:g} ({scrap.name})"
            for line in self.env["ozon.removal.line"].search([
                ("account_id", "=", self.account_id.id), ("product_id", "in", products.ids),
                ("compensation_line_id", "=", False), ("scrap_ids.state", "=", "draft"),
            ])
            for scrap in line.scrap_ids if scrap.state == "done"
        ]
        if told:
            checks.append(self._check(
                "by_hand", self.env._("No manual write-off of these products"), False, self.env._(
                    "Written off by hand: %s. If it is the same loss, undo that write-off before "
                    "you confirm: otherwise the goods leave the stock twice.", ", ".join(told),
                ),
            ))
        return checks
