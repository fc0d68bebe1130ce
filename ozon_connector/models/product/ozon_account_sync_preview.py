from odoo import api, fields, models
from odoo.exceptions import UserError


class OzonAccountSyncPreview(models.Model):
    """What a synchronisation of product cards would do, shown before it does anything.

    It downloads the cards and applies the rules to them, but no product and no choice changes. The
    first synchronisation that a person starts shows it; one that a program starts runs at once.
    """

    _inherit = "ozon.account"

    sync_preview = fields.Text("Preview of the Synchronisation", compute="_compute_sync_preview")

    @api.depends("sync_previewed_at", "product_ids.planned")
    def _compute_sync_preview(self):
        texts = self.env["ozon.sync.preview"]._texts(self.filtered("sync_previewed_at"))
        for account in self:
            account.sync_preview = texts.get(account, False)

    def write(self, vals):
        result = super().write(vals)
        if "create_products" in vals:
            self.env["ozon.sync.preview"].sudo()._follow_setting(self.sudo())
        return result

    # Actions

    def action_preview_sync(self):
        """Show what a synchronisation would do with each card. No product and no card changes.

        :return: what `action_sync_products` returns
        """
        self.ensure_one()
        self.check_access("read")
        if self.sync_step and not self.sync_preview_only:
            raise UserError(self.env._(
                "The product cards are being synchronised at this moment. Wait until it is done."
            ))
        return self._start_sync(preview=True)

    def action_discard_preview(self):
        """Forget the preview. Ozon's cards stay; nothing was done with them."""
        self.ensure_one()
        self.check_access("read")
        self.env["ozon.sync.preview"].sudo()._forget(self.sudo())
        return True
