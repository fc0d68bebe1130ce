from odoo import fields, models
from odoo.addons.ozon_connector.models.document.ozon_document_change import COMPARED_STATES


class OzonDocumentMixin(models.AbstractModel):
    """A document that is made from what is here already is compared as soon as that changes."""

    _inherit = "ozon.document.mixin"

    def _compare_soon(self):
        """Let the background look whether what is stored is still what is known."""
        documents = self.filtered(
            lambda one: one.state in COMPARED_STATES and one.account_id.active
        ).try_lock_for_update(allow_referencing=True)
        documents.write({"compare_due": True})
        if documents:
            self._trigger(fields.Datetime.now())
