from odoo import models
from odoo.addons.ozon_connector.domain import calendar
from odoo.exceptions import UserError


class OzonFileImportSettlement(models.TransientModel):
    """Imports files of mutual settlements, compensations and decompensations."""

    _inherit = "ozon.file.import"

    def _takers(self):
        return {
            **super()._takers(),
            "settlement": (self.env._("Mutual settlement"), self._take_settlement),
            "compensation": (self.env._("Report of compensations"), self._take_compensation),
            "decompensation": (self.env._("Report of decompensations"), self._take_compensation),
        }

    def _take_settlement(self, account, found, attachment):
        settlements = self.env["ozon.settlement"].sudo().with_env(
            account._for_bookkeeper().env
        )
        settlement, told = settlements._take_file(account, found.month, attachment)
        self.env["ozon.exchange"]._note_file(
            account, False, attachment.name, attachment.file_size, self.env.user,
        )
        return settlement, told

    def _take_compensation(self, account, found, attachment):
        """The report states its own date but not its month."""
        if not self.month:
            raise UserError(self.env._(
                "Choose the month and press «Import Again»: reports of compensations do not state "
                "their month, so nothing was imported."
            ))
        return self.env["ozon.compensation"].sudo()._take_file(
            account, calendar.month_of(self.month),
            lambda document: document._read_file(attachment.raw), attachment, kind=found.kind,
        )
