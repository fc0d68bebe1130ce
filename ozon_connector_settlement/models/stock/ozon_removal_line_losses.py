from odoo import Command, api, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.models.document.ozon_document_base import UNDER_WAY

from ...domain import compensations
from ...domain import removals as rules
from ...tools.transfer_drafts import loss_location_vals

# From these states on, the goods of a document are known.
TOLD = ("to_review", "posted", "cancelled", *UNDER_WAY)


class OzonRemovalLineLosses(models.Model):
    """What takes lost goods out of stock: a document of Ozon, or a write-off."""

    _inherit = "ozon.removal.line"

    # By a document of Ozon

    @api.model
    def _tie_losses(self, account):
        """Find the row of a compensation document for each loss of an account that has none yet.

        Each unit of a row counts once. If a document contains a loss, its draft write-off is
        deleted.
        """
        losses = self.search([
            ("account_id", "=", account.id), ("outcome", "in", sorted(rules.GONE)),
            ("product_id", "!=", False), ("lost_on", "!=", False),
            "|", ("compensation_line_id", "=", False),
            ("compensation_line_id.compensation_id.state", "=", "cancelled"),
        ]).filtered(lambda line: not line._is_partly_written_off())
        if not losses:
            return
        losses.compensation_line_id = False
        found = rules.tied([line._loss() for line in losses], losses._rows_of_documents(account))
        for line in losses:
            if line.id in found:
                line.compensation_line_id = found[line.id]
                line.scrap_ids.filtered(lambda scrap: scrap.state == "draft").unlink()

    def _loss(self):
        month = calendar.month_of(self.lost_on)
        # Only a document soon after the loss may contain goods that are already written off.
        until = rules.documents_until(month) if self.scrap_ids else None
        return rules.Loss(self.id, self.product_id.id, month, self.quantity, until)

    def _rows_of_documents(self, account):
        """:return: {id of a row: (product, month, units not tied to another loss)}"""
        rows = self.env["ozon.compensation.line"].search([
            ("compensation_id.account_id", "=", account.id), ("goods", "=", compensations.LEAVE),
            ("compensation_id.state", "!=", "cancelled"), ("product_id", "in", self.product_id.ids),
        ])
        taken = dict(self._read_group(
            [("compensation_line_id", "in", rows.ids)], ["compensation_line_id"], ["quantity:sum"],
        ))
        return {
            row.id: (
                row.product_id.id, row.compensation_id.period, row.quantity - taken.get(row, 0),
            )
            for row in rows
        }

    # By a write-off

    @api.model
    def _draft_what_is_left_out(self, account):
        """Draft write-offs, once each, of losses that all expected documents have left out."""
        told = self._months_told(account)
        self.search([
            ("account_id", "=", account.id), ("outcome", "in", sorted(rules.GONE)),
            ("product_id", "!=", False), ("lost_on", "!=", False), ("scrap_drafted", "=", False),
            ("removal_id.state", "in", ("drafted", "waiting", "to_write_off")),
        ]).filtered(
            lambda line: line._is_in_stock_still()
            and rules.is_left_out(calendar.month_of(line.lost_on), told)
        )._draft_scraps()

    @api.model
    def _months_told(self, account):
        """:return: set of the months whose loss documents are here; None if none will ever come"""
        if not (account.book_services and account.post_stock):
            return None
        kinds = {compensations.COMPENSATION, compensations.WRITTEN_OFF}
        documents = self.env["ozon.compensation"].search([
            ("account_id", "=", account.id), ("kind", "in", sorted(kinds)),
            ("corrected_report_id", "=", False), ("state", "in", TOLD),
        ])
        return {
            month for month, of_month in documents.grouped("period").items()
            if set(of_month.mapped("kind")) == kinds
        }

    def _draft_scraps(self):
        """Draft the write-off of each loss that has none."""
        for line in self:
            scraps = self.env["stock.scrap"].with_company(line.company_id).create(
                line._prepare_scraps()
            )
            line.write({
                "scrap_ids": [Command.link(scrap.id) for scrap in scraps], "scrap_drafted": True,
            })

    def _prepare_scraps(self):
        """:return: list of values for goods without a write-off; for a kit, each component"""
        account = self.account_id
        return [
            {
                "product_id": product.id, "product_uom_id": product.uom_id.id,
                "scrap_qty": quantity, "location_id": account.location_id.id,
                "company_id": self.company_id.id,
                "origin": self.env._("Ozon removal %s", self.removal_id.name),
                **loss_location_vals(account),
            }
            for product, quantity in self._lost_in_stock().items()
            if product not in self.scrap_ids.product_id
        ]

    def _lost_in_stock(self):
        return self.env["ozon.card.goods"]._in_stock(
            self.company_id, {self.product_id: self.quantity * self.units},
        )

    def _is_partly_written_off(self):
        return {"draft", "done"} <= set(self.scrap_ids.mapped("state"))

    def _written_off(self):
        """What write-offs have taken out; of kits, those with all of their components.

        :return: units of the product, in its `_ozon_unit`
        """
        done = {
            scrap.product_id: scrap.product_uom_id._compute_quantity(
                scrap.scrap_qty, scrap.product_id.uom_id, round=False,
            )
            for scrap in self.scrap_ids if scrap.state == "done"
        }
        share = min((
            done.get(product, 0) / quantity
            for product, quantity in self._lost_in_stock().items()
        ), default=0)
        return min(share, 1) * self.quantity * self.units

    @api.model
    def _written_off_of(self, rows):
        """:param rows: `ozon.compensation.line`
        :return: the losses tied to these rows that a write-off has taken out
        """
        return self.search([
            ("compensation_line_id", "in", rows.ids), ("scrap_ids.state", "=", "done"),
        ])

    @api.model
    def _units_written_off(self, rows):
        """:return: list of (product, units in its `_ozon_unit`) of `_written_off_of`"""
        return [(line.product_id, line._written_off()) for line in self._written_off_of(rows)]
