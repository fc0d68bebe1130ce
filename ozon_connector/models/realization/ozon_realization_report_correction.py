from odoo import Command, fields, models
from odoo.exceptions import UserError

from ...domain import settlement

FIGURES = ("quantity", "revenue", "base_fee", "points", "accrual")


class OzonRealizationReportCorrection(models.Model):
    """How two versions of a realization report differ, product by product.

    The lines of a correction are the new figures minus the booked ones.
    """

    _inherit = "ozon.realization.report"

    difference_ids = fields.One2many(
        "ozon.report.difference", "report_id", "Differences", readonly=True,
    )

    def _present_movements(self):
        """The movements of the report and its corrections together."""
        versions = self | self._open_corrections()
        return [movement for _product, movement in versions.line_ids._movements()]

    def _difference(self, answer):
        latest = (self | self._open_corrections())[-1]
        if self._currency(answer.header.currency) != latest.currency_id:
            return True
        return settlement.correction(settlement.movements(answer.rows), self._present_movements())

    def _check_correctable(self, answer):
        if self._currency(answer.header.currency) != self.currency_id:
            raise UserError(self.env._(
                "Ozon's report is in %(new)s now; it was booked in %(old)s. A difference of "
                "two currencies cannot be booked. Reset the report to draft, cancel its bill, "
                "and load it again.",
                new=answer.header.currency, old=self.currency_id.name,
            ))

    def _figures(self):
        return (self.revenue, self.fee_payable, self.accrual)

    def _rebuilt_message(self, old):
        new = self._figures()
        figures = {
            f"{age}_{name}": self.currency_id.format(amount)
            for age, amounts in (("old", old), ("new", new))
            for name, amount in zip(("revenue", "fee", "accrual"), amounts, strict=True)
        }
        return self.env._(
            "Ozon changed the report: revenue %(old_revenue)s → %(new_revenue)s, commission "
            "payable %(old_fee)s → %(new_fee)s, due from Ozon %(old_accrual)s → %(new_accrual)s. "
            "The drafts were recreated; manual changes to them are lost.", **figures,
        )

    def _write_differences(self, answer):
        """Store the booked and the new figures of each product that differs."""
        current, booked = settlement.movements(answer.rows), self._present_movements()
        old, new = settlement.by_product(booked), settlement.by_product(current)
        changed = {
            settlement.goods_key(movement): movement
            for movement in settlement.correction(current, booked)
        }
        empty = dict.fromkeys(FIGURES, 0)
        self.difference_ids = [Command.clear()] + [
            Command.create({
                "sku": movement.sku,
                "offer_id": movement.offer_id,
                "name": movement.name,
                **{f"old_{figure}": float(old.get(key, empty)[figure]) for figure in FIGURES},
                **{f"new_{figure}": float(new.get(key, empty)[figure]) for figure in FIGURES},
            })
            for key, movement in changed.items()
        ]

    def _forget_differences(self):
        self.difference_ids.unlink()
