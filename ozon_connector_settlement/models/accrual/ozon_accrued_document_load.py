from odoo import models
from odoo.exceptions import UserError


class OzonAccruedDocumentLoad(models.AbstractModel):
    """Waits until all days of the month are read, and has them read."""

    _inherit = "ozon.accrued.document.mixin"

    def _load(self, patient):
        """Add up the accruals once all days of the month are here."""
        missing = self._days_missing()
        if missing:
            self._read_missing(missing)
            raise UserError(self.env._(
                "%(count)s days of Ozon's accruals are not read yet, or do not add up (the first "
                "is %(day)s), so nothing is drafted. The draft is created as soon as they are "
                "here.",
                count=len(missing), day=self._day(missing[0]),
            ))
        return super()._load(patient)

    def _read_missing(self, missing):
        """Read days that were never read. Days that do not add up are read again tomorrow.

        :param missing: as from `_days_missing`
        """
        stopped = self.env["ozon.accrual.day"].search_count([
            *self._accrual_domain(), ("date", "in", missing), ("state", "=", "stopped"),
        ])
        if stopped < len(missing):
            self.env["ozon.accrual.feed"]._load_now(self.account_id, self.period)
