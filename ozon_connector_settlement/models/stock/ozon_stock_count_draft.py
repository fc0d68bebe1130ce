from odoo import fields, models
from odoo.addons.ozon_connector.models.document.ozon_document_base import UNDER_WAY
from odoo.exceptions import UserError

from ...domain.compensations import LEAVE
from ...tools.transfer_drafts import loss_location_vals, transfer_vals


class OzonStockCountDraft(models.Model):
    """Drafts that settle a difference. A person checks each, and validates or deletes it."""

    _inherit = "ozon.stock.count.line"

    scrap_id = fields.Many2one(
        "stock.scrap", "Write-off", readonly=True, copy=False, ondelete="set null",
        index="btree_not_null",
    )
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", readonly=True, copy=False, ondelete="set null",
        index="btree_not_null",
    )

    # Actions

    def action_draft_inventory(self):
        """Prepare an inventory adjustment to Ozon's count, to be applied by a person.

        :return: the page of the adjustment
        """
        line = self._to_settle()
        product, location = line.product_id, line.count_id.location_id
        if product.tracking != "none":
            raise UserError(self.env._(
                "%(product)s is tracked by lots or serial numbers, but Ozon does not say which it "
                "has, so nothing was prepared. Count it by hand under Inventory ▸ Physical "
                "Inventory: the difference is %(difference)g %(unit)s.",
                product=product.display_name, difference=line.difference,
                unit=product.uom_id.name,
            ))
        quants = self.env["stock.quant"].sudo().with_company(line.company_id)
        quant = quants.search([
            ("product_id", "=", product.id), ("location_id", "=", location.id),
            ("package_id", "=", False), ("owner_id", "=", False), ("lot_id", "=", False),
        ], limit=1)
        counted = quant.quantity + line.difference
        if product.uom_id.compare(counted, 0) < 0:
            raise UserError(self.env._(
                "%(location)s itself has %(there)g %(unit)s of %(product)s, which is less than the "
                "difference of %(difference)g, so nothing was prepared. The rest is in locations "
                "within it or in packages. Count it there under Inventory ▸ Physical Inventory.",
                location=location.display_name, there=quant.quantity, unit=product.uom_id.name,
                product=product.display_name, difference=line.difference,
            ))
        if not quant:
            quant = quants.create({"product_id": product.id, "location_id": location.id})
        quant.with_context(inventory_mode=True).write({
            "inventory_quantity": counted, "user_id": self.env.uid,
        })
        view = self.env.ref("stock.view_stock_quant_tree_inventory_editable")
        return {
            "type": "ir.actions.act_window", "name": self.env._("Inventory Adjustment"),
            "res_model": quant._name, "view_mode": "list", "views": [(view.id, "list")],
            "domain": [("id", "=", quant.id)], "context": {"inventory_mode": True},
        }

    def action_draft_scrap(self):
        """Prepare a write-off of what Ozon lacks.

        :return: the draft's form
        """
        line = self._to_settle()
        if line.difference > 0:
            raise UserError(self.env._(
                "Ozon has more of %s than the books, so there is nothing to write off and nothing "
                "was prepared. Prepare a transfer or an inventory adjustment.", line.name,
            ))
        documents = line._told_of_loss()
        if documents:
            raise UserError(self.env._(
                "Confirm %(documents)s first: it writes off %(product)s, so with another write-off "
                "the loss would leave the stock twice. Nothing was prepared. If Ozon still has "
                "less after that, prepare a write-off of the rest.",
                documents=", ".join(documents), product=line.name,
            ))
        if line.scrap_id.state != "draft":
            line.scrap_id = self.env["stock.scrap"].sudo().with_company(line.company_id).create({
                "product_id": line.product_id.id,
                "product_uom_id": line.product_id.uom_id.id,
                "scrap_qty": -line.difference,
                "location_id": line.count_id.location_id.id,
                "company_id": line.company_id.id,
                "origin": line.count_id.display_name,
                **loss_location_vals(line.account_id),
            })
        return line.scrap_id.with_env(self.env)._get_records_action(name=self.env._("Write-off"))

    def action_draft_transfer(self):
        """Prepare a transfer: of surplus goods at Ozon to the location, or of missing ones back.

        :return: the draft's form
        """
        line = self._to_settle()
        if line.picking_id.state != "draft":
            line.picking_id = self.env["stock.picking"].sudo().create(line._prepare_transfer())
        return line.picking_id.with_env(self.env)._get_records_action(name=self.env._("Transfer"))

    # Business

    def _told_of_loss(self):
        """:return: names of unposted documents that take goods of the product out of stock"""
        rows = self.env["ozon.compensation.line"].search([
            ("compensation_id.account_id", "=", self.account_id.id),
            ("product_id", "=", self.product_id.id), ("goods", "=", LEAVE),
            ("compensation_id.state", "in", ("to_review", *UNDER_WAY)),
        ])
        removed = self.env["ozon.removal.line"].search([
            ("account_id", "=", self.account_id.id),
            ("scrap_ids.product_id", "=", self.product_id.id), ("scrap_ids.state", "=", "draft"),
        ])
        return [
            *rows.compensation_id.mapped("display_name"),
            *(self.env._("Ozon removal %s", one.name) for one in removed.removal_id),
        ]

    def _to_settle(self):
        """:return: the line with our own rights, compared again in case goods have moved

        :raises UserError: nothing differs, the product is unknown, or there is a later count
        """
        self.ensure_one()
        self.check_access("read")
        line = self.sudo()
        if not line.product_id:
            raise UserError(self.env._(
                "The card of %s has no product yet, so nothing can be prepared. Choose its product "
                "under «Product Matching»; the next count uses it.", line.name,
            ))
        if line.count_id != line.count_id._latest(line.account_id):
            raise UserError(self.env._(
                "Open the last count of %(account)s. This is the count of %(day)s, and its "
                "differences may be settled by now, so nothing was prepared.",
                day=fields.Date.to_string(line.date), account=line.account_id.name,
            ))
        line.count_id._compare()
        if not line.is_different:
            raise UserError(self.env._(
                "%s no longer differs, so nothing was prepared. Reload the page.", line.name,
            ))
        return line

    def _prepare_transfer(self):
        home, at_ozon = self.account_id._warehouse().lot_stock_id, self.count_id.location_id
        if home == at_ozon:
            raise UserError(self.env._(
                "The goods of the account %s are the stock of the warehouse itself, so there is "
                "nothing to transfer between and nothing was prepared. Prepare an inventory "
                "adjustment or a write-off.", self.account_id.name,
            ))
        source, destination = (home, at_ozon) if self.difference > 0 else (at_ozon, home)
        units = {self.product_id: (abs(self.difference), self.product_id.uom_id)}
        return transfer_vals(
            self.account_id, source, destination, units, self.count_id.display_name,
        )
