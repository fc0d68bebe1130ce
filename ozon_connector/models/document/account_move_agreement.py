from odoo import models
from odoo.exceptions import UserError

from ...tools.agreement import Agreement


class AccountMove(models.Model):
    """Refuses to post a document of ours whose figures contradict each other.

    Odoo, our code and any other addon write totals, lines, taxes, terms and journal items.
    Whichever of them is wrong, the books stay right.
    """

    _inherit = "account.move"

    # Each marks an entry that the connector has drafted; people and other addons make the others.
    _ozon_own_fields = ("ozon_document_id",)

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._check_ozon_agreement()
        return posted

    def action_post(self):
        result = super().action_post()
        # Check again, since an addon above ours may change the document after our `_post`.
        (self | self._ozon_month())._check_ozon_agreement()
        return result

    def _check_ozon_agreement(self):
        """:raises UserError: a posted document of ours contradicts itself"""
        for document in self.sudo():
            is_own = any(document[name] for name in self._ozon_own_fields)
            if not is_own or document.state != "posted":
                continue
            for difference in Agreement(document).disagreements():
                raise UserError(self.env._(
                    "%(document)s contradicts itself, so nothing was posted: %(what)s is %(found)s "
                    "and should be %(expected)s. Another app may change documents while they are "
                    "posted: look which one, and tell its authors.",
                    document=document.display_name, **difference._asdict(),
                ))
