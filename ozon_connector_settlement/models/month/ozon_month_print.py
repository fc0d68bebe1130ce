import re

from odoo import models
from odoo.exceptions import UserError

from ...tools.month_paper import MonthPaper
from ...tools.month_sheet import MonthSheet


class OzonMonthPrint(models.Model):
    """The month in print and as a spreadsheet: the reconciliation that both sides sign."""

    _inherit = "ozon.month"

    def action_download_xlsx(self):
        """Download the month as a spreadsheet.

        :return: an action
        :raises UserError: Ozon's balance is not here yet
        """
        self.ensure_one()
        self.check_access("read")
        self._check_printable()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ozon/month/{self.id}/xlsx",
            "target": "download",
        }

    def _check_printable(self):
        if not self.source:
            raise UserError(self.env._(
                "Ozon's balance of %s is not loaded yet, so there are no figures to download.",
                self.display_name,
            ))

    def _file_name(self):
        """The name of a file with the month, without its extension."""
        self.ensure_one()
        kind = self.env._("Ozon reconciliation")
        return re.sub(r"[^\w .-]", "_", f"{kind} {self.period:%Y-%m} {self.account_id.name}")

    def _paper(self):
        """:return: a `MonthPaper`"""
        self.ensure_one()
        return MonthPaper(self)

    def _xlsx(self):
        """
        :return: the bytes of a spreadsheet
        :raises UserError: Ozon's balance is not here yet
        """
        self._check_printable()
        return MonthSheet(self._paper()).content()
