from odoo import models
from odoo.exceptions import UserError


class OzonRemovalLosses(models.Model):
    """Drafts write-offs of lost goods for a person."""

    _inherit = "ozon.removal"

    def action_draft_scrap(self):
        """Draft the write-off of lost and destroyed goods that no document of Ozon contains.

        :return: the drafts
        """
        self.ensure_one()
        self.check_access("read")
        removal = self.sudo()
        removal._lock_row()
        removal.line_ids._tie_losses(removal.account_id)
        left = removal.line_ids.filtered(lambda line: line._is_in_stock_still())
        if not left:
            raise UserError(self.env._(
                "No goods of the removal %s are left to write off, so nothing was prepared. "
                "Nothing was lost, or a document of Ozon or a write-off already has the loss. "
                "Reload the page.", self.name,
            ))
        self.env["ozon.card.goods"].sudo()._give_products(left)
        lacking = left.filtered(lambda line: not line.product_id)
        if lacking:
            raise UserError(self.env._(
                "Cards without a product: %s. The write-off of these goods was not prepared, so "
                "they are still in the account's location. Choose their products under «Product "
                "Matching» and press «Draft Write-off».",
                ", ".join(line.name or line.sku or "—" for line in lacking[:10]),
            ))
        left._draft_scraps()
        return left.scrap_ids.with_env(self.env)._get_records_action(name=self.env._("Write-off"))
