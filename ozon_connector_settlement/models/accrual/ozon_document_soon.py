from odoo import fields, models
from odoo.addons.ozon_connector.models.document.ozon_document_change import COMPARED_STATES


class OzonDocumentMixin(models.AbstractModel):
    """Documents created from data that is already here are compared as soon as it changes."""

    _inherit = "ozon.document.mixin"

    def _compare_soon(self):
        """Compare in the background whether the document still equals its data."""
        documents = self.filtered(
            lambda one: one.state in COMPARED_STATES and one.account_id.active
        ).try_lock_for_update(allow_referencing=True)
        documents.write({"compare_due": True})
        if documents:
            self._trigger(fields.Datetime.now())
