from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.domain.settlement import Direction

from ...domain import schemes


class OzonAccrualGoods(models.Model):
    """The goods in the accruals of a day: how many units moved, by delivery scheme."""

    _name = "ozon.accrual.goods"
    _description = "Goods in Ozon's Accruals of a Day"
    _inherit = "ozon.facts.mixin"
    _order = "date DESC, sku, scheme, direction, id"
    _rec_name = "sku"

    day_id = fields.Many2one(
        "ozon.accrual.day", required=True, readonly=True, ondelete="cascade", index=True,
    )
    # Copied from the day. A day has hundreds of rows, so these are written and not computed.
    account_id = fields.Many2one("ozon.account", readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    date = fields.Date(readonly=True)
    sku = fields.Char("SKU", readonly=True)
    scheme = fields.Char(readonly=True, help="As Ozon writes it: Fbo, Fbs, rFBS.")
    direction = fields.Selection([("sale", "Sold"), ("return", "Returned")], readonly=True)
    units = fields.Integer("Units of the Card", readonly=True)
    untold = fields.Integer(
        "Postings without Units", readonly=True,
        help="Postings for which Ozon does not state the number of units.",
    )

    _account_date_idx = models.Index("(account_id, date)")

    @api.model
    def _replace(self, day, accruals):
        """Replace the stored goods of a day.

        :param accruals: list of `ozon_api.answers.accruals.Accrual`
        """
        self.search([("day_id", "=", day.id)]).unlink()
        self.create([{
            "day_id": day.id,
            "account_id": day.account_id.id,
            "company_id": day.company_id.id,
            "date": day.date,
            "sku": one.sku,
            "scheme": one.scheme,
            "direction": one.direction.value,
            "units": one.units,
            "untold": one.untold,
        } for one in schemes.moved(accruals)])

    @api.model
    def _told(self, account, month):
        """The goods in the accruals of a month.

        :return: list of `domain.schemes.Moved`
        """
        return [
            schemes.Moved(sku or "", scheme or "", Direction(direction), units, untold)
            for sku, scheme, direction, units, untold in self._read_group(
                [
                    ("account_id", "=", account.id), ("date", ">=", month),
                    ("date", "<=", calendar.last_day(month)),
                ],
                ["sku", "scheme", "direction"], ["units:sum", "untold:sum"],
            )
        ]
