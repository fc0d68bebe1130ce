from odoo import api, models


class AccountMove(models.Model):
    """The steps of a document that ozon_connector_bulk takes for all of its lines at once.

    Here they are taken as Odoo takes them, line by line. What they leave is the same.
    """

    _inherit = "account.move"

    @api.model
    def _ozon_create_document(self, vals):
        """Create a draft document of a report.

        :param vals: as of `create`; in `invoice_line_ids` there are `Command.create` only, of lines
            that have an account and a name
        :return: the document
        """
        return self.create(vals)

    def _ozon_in_bulk(self):
        """The documents, to be posted with what belongs to them: here one after the other."""
        return self

    def _ozon_ready_to_post(self):
        """The documents, to be posted: here with a look at each line that posting may change."""
        return self

    def _ozon_note_prices(self):
        """Remember what the prices of all lines come to, now that the document is tied."""
        self._ozon_write({"ozon_price_total": self._ozon_prices()})

    def _ozon_prices(self):
        return sum(line.price_unit * line.quantity for line in self.invoice_line_ids)
