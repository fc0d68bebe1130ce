from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.moments import noon_of
from ...tools.own_context import own, with_own, without_defaults

# The Expenses app offers the advance report; an order keeps this kind without the app.
RECEIPT_KINDS = [
    ("upd", "UPD"),
    ("waybill", "Waybill"),
    ("advance_report", "Advance Report"),
]


class PurchaseOrder(models.Model):
    """A receipt of goods without documents: the company orders from itself, at a kopeck.

    The order holds the receipt together: its transfer, its bill and, with the Expenses app, its
    expense. All of it is created and undone as a whole.
    """

    _name = "purchase.order"
    _inherit = ["purchase.order", "ozon.task.mixin", "ozon.protected.mixin"]

    ozon_receipt_kind = fields.Selection(
        RECEIPT_KINDS, "Document", readonly=True, copy=False, index="btree_not_null",
        ozon_protected=True,
    )
    ozon_receipt_number = fields.Char(
        "Document Number", readonly=True, copy=False, ozon_protected=True,
    )
    ozon_receipt_date = fields.Date(
        "Document Date", readonly=True, copy=False, ozon_protected=True,
    )
    ozon_location_id = fields.Many2one(
        "stock.location", "Received Into", readonly=True, copy=False, check_company=True,
        ozon_protected=True,
    )
    ozon_report_id = fields.Many2one(
        "ozon.realization.report", "Received for Report", readonly=True, copy=False,
        check_company=True, index="btree_not_null", ondelete="set null", ozon_protected=True,
    )

    _ozon_receipt_uniq = models.UniqueIndex(
        "(company_id, ozon_receipt_kind, ozon_receipt_number,"
        " date_part('year', ozon_receipt_date))"
        " WHERE ozon_receipt_kind IS NOT NULL AND state != 'cancel'",
        "There is a receipt with this document number in the same year already.",
    )

    @api.depends("ozon_receipt_kind")
    def _get_invoiced(self):
        super()._get_invoiced()
        # Goods paid for by an expense do not wait for a bill.
        self.filtered(
            lambda order: order.ozon_receipt_kind == "advance_report"
        ).invoice_status = "no"

    # Actions

    def action_ozon_undo_receipt(self):
        """Return the goods and cancel the documents, as if nothing had been received."""
        self.ensure_one()
        self._check_ozon_rights()
        if self._leave_to_background("action_ozon_undo_receipt", len(self.order_line)):
            return True
        order = without_defaults(self.sudo().with_company(self.company_id))
        if not order.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._(
                "%s is being undone at this moment. Reload the page in a minute.", self.name,
            ))
        order._check_ozon_undo()
        order._ozon_undo_documents()
        if order.picking_ids.filtered(lambda picking: picking.state == "done"):
            order._ozon_return_goods()
        order.locked = False
        with_own(order, ozon_undo=order.id).button_cancel()
        return True

    def _task_labels(self):
        return {"action_ozon_undo_receipt": (
            self.env._("The receipt is being undone"), self.env._("The receipt is undone."),
        )}

    def _note_task_problem(self, message):
        if message:
            self.message_post(body=message)

    def button_cancel(self):
        self._check_ozon_whole()
        return super().button_cancel()

    def button_draft(self):
        self._check_ozon_whole()
        return super().button_draft()

    # Business: what is different in these orders

    def _add_supplier_to_product(self):
        # The company is no vendor, and a kopeck is no price for later purchases.
        return super(
            PurchaseOrder, self.filtered(lambda order: not order.ozon_receipt_kind)
        )._add_supplier_to_product()

    def _get_destination_location(self):
        return self.ozon_location_id.id or super()._get_destination_location()

    def _get_final_location_record(self):
        return self.ozon_location_id or super()._get_final_location_record()

    def _prepare_picking(self):
        vals = super()._prepare_picking()
        if self.ozon_receipt_kind:
            vals["location_id"] = self._ozon_source_location().id
        return vals

    def _ozon_source_location(self):
        """The vendors' location.

        As a partner, the company has its transit location as vendor location. Goods from there
        would not count as received and would have no value.
        """
        source = self.picking_type_id.default_location_src_id
        return source if source.usage == "supplier" else self.env["stock.location"].search([
            ("usage", "=", "supplier"), ("company_id", "in", [False, self.company_id.id]),
        ], limit=1)

    # Business: the receipt

    def _ozon_moment(self):
        """When the goods came."""
        self.ensure_one()
        return noon_of(self.ozon_receipt_date)

    def _ozon_receive_goods(self):
        """Confirm the order and receive its goods, dated on the document's day."""
        self.ensure_one()
        self._ozon_in_bulk().with_context(validate_analytic=True).button_confirm()
        self._check_ozon_confirmed()
        self.date_approve = self._ozon_moment()
        self._ozon_set_missing_costs()
        self._ozon_finish(self.picking_ids)
        self.order_line.product_id._ozon_predate_first_cost()
        self._ozon_settle_costs()
        # Lock the order, so that nobody changes what was received.
        self.locked = True

    def _ozon_finish(self, picking):
        """Complete a transfer on the day of the document."""
        picking.move_ids.picked = True
        picking._ozon_in_bulk().with_context(
            cancel_backorder=True, force_period_date=self.ozon_receipt_date,
        )._action_done()
        if picking.state != "done":
            raise UserError(self.env._(
                "Odoo could not complete the transfer %(transfer)s, so nothing was changed. Look "
                "at the settings of the operation type «%(operation)s».",
                transfer=picking.name, operation=picking.picking_type_id.display_name,
            ))
        picking.date_done = self._ozon_moment()

    def _ozon_settle_costs(self):
        """Revalue goods that have left, since the received ones turn out to have been in stock."""
        moves = self.picking_ids.move_ids.filtered(lambda move: move.state == "done")
        moves._ozon_stay_after_booked(only_outgoing=True)
        products = moves.product_id.with_company(self.company_id)
        products._ozon_revalue(self.env["stock.move"])

    def _ozon_set_missing_costs(self):
        """Set the document's cost on goods valued at standard price that have no cost yet."""
        lines = self.order_line.filtered(
            lambda line: line.product_id.cost_method == "standard"
            and not line.product_id.standard_price
        )
        for line in lines:
            line.product_id.standard_price = line.product_uom_id._compute_price(
                line.price_unit, line.product_id.uom_id,
            )

    def _ozon_create_bill(self, journal, ledger_accounts):
        """Create and post the vendor bill, which nobody will be asked to pay.

        :param ledger_accounts: {product: the account that the bill debits}
        """
        self.ensure_one()
        bill = self.env["account.move"]._ozon_create({
            **self._prepare_invoice(),
            "journal_id": journal.id,
            "ref": self.partner_ref,
            "invoice_date": self.ozon_receipt_date,
            "date": self.ozon_receipt_date,
            "invoice_date_due": self.ozon_receipt_date,
            "invoice_payment_term_id": False,
            "partner_bank_id": False,
            "ozon_not_to_pay": True,
            "invoice_line_ids": [
                Command.create({
                    "product_id": line.product_id.id,
                    "product_uom_id": line.product_uom_id.id,
                    "purchase_line_id": line.id,
                    "name": line.name,
                    "quantity": line.product_qty,
                    "price_unit": line.price_unit,
                    "account_id": ledger_accounts[line.product_id].id,
                    "tax_ids": [Command.clear()],
                }) for line in self.order_line
            ],
        })
        bill.no_followup = True
        bill._ozon_in_bulk().with_context(validate_analytic=True)._post(soft=False)
        bill._check_ozon_agreement()
        return bill

    # Business: undoing

    def _ozon_return_goods(self):
        """Send the goods back on the day they came; leave both transfers out of the valuation."""
        self.ensure_one()
        received = self.picking_ids.move_ids.filtered(lambda move: move.state == "done")
        picking = self.env["stock.picking"].create(
            self._prepare_ozon_return_vals(received)
        )._ozon_in_bulk()
        picking.action_confirm()
        # Goods may be short only if the Ozon account allows it.
        picking.move_ids._ozon_take_back(force=True)
        products = received.product_id.with_company(self.company_id)
        followers = products._ozon_followers()
        moves = received | picking.move_ids
        moves._ozon_write({"ozon_undone": True})
        self._ozon_finish(picking)
        moves.value = 0
        products._update_standard_price()
        products._ozon_revalue(self.env["stock.move"], followers)
        waiting = self._ozon_report_pickings()
        if waiting:
            waiting.action_assign()

    def _prepare_ozon_return_vals(self, received):
        source = received.picking_id
        source.ensure_one()
        picking_type = source.picking_type_id.return_picking_type_id or source.picking_type_id
        places = {
            "location_id": source.location_dest_id.id, "location_dest_id": source.location_id.id,
        }
        return {
            **places,
            "picking_type_id": picking_type.id,
            "partner_id": source.partner_id.id,
            "company_id": self.company_id.id,
            "return_id": source.id,
            "origin": self.env._("Return of %s", source.name),
            "move_ids": [Command.create({
                **places,
                "product_id": move.product_id.id,
                "product_uom": move.product_uom.id,
                "product_uom_qty": move.quantity,
                "picking_type_id": picking_type.id,
                "warehouse_id": source.picking_type_id.warehouse_id.id,
                "company_id": self.company_id.id,
                "origin": source.name,
                "origin_returned_move_id": move.id,
                "purchase_line_id": move.purchase_line_id.id,
                "procure_method": "make_to_stock",
                "to_refund": True,
            }) for move in received],
        }

    def _ozon_undo_documents(self):
        """Cancel the documents with which the receipt was booked."""
        if self.ozon_receipt_kind == "advance_report":
            raise UserError(self.env._(
                "The receipt %s was booked as an expense, and the app Expenses is not installed, "
                "so it cannot be undone. Install Expenses first.", self.name,
            ))
        self._ozon_cancel_moves(self.invoice_ids)

    def _ozon_cancel_moves(self, moves):
        open_moves = moves.filtered(lambda move: move.state != "cancel")
        open_moves.filtered(lambda move: move.state == "posted").button_draft()
        open_moves.button_cancel()

    def _ozon_entries(self):
        """The entries in the books that undoing takes back."""
        return self.invoice_ids.filtered(lambda move: move.state == "posted")

    def _ozon_report_pickings(self):
        return self.ozon_report_id.picking_ids.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )

    # Business: checks

    def _check_ozon_rights(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("ozon_connector.group_ozon_user"):
            raise AccessError(self.env._(
                "Only users of Ozon may receive goods without documents or undo such a receipt. "
                "Ask an administrator for this right."
            ))

    def _check_ozon_confirmed(self):
        """Refuse to receive goods of an order that the company wants to approve first."""
        if self.state != "purchase":
            raise UserError(self.env._(
                "The receipt adds up to %(total)s. In %(company)s, orders of this size are "
                "approved by a second person. Nothing was received. Ask somebody who may approve "
                "purchase orders, and has the rights of Ozon, to receive the goods.",
                total=self.currency_id.format(self.amount_total), company=self.company_id.name,
            ))

    def _check_ozon_whole(self):
        """Refuse to take back half of a receipt: goods and documents belong together."""
        receipts = self.filtered("ozon_receipt_kind")
        if receipts - self.browse(own(self, "ozon_undo")):
            raise UserError(self.env._(
                "%s received goods without documents. Use «Undo the Receipt», which returns the "
                "goods and cancels the documents as well; afterwards make a new receipt.",
                receipts[0].name,
            ))

    def _check_ozon_undo(self):
        if not self.ozon_receipt_kind or self.state != "purchase":
            raise UserError(self.env._(
                "%s is not a receipt of goods without documents, or it has already been undone. "
                "There is nothing to undo.", self.name,
            ))
        for entry in self._ozon_entries():
            self._check_ozon_entry(entry)
        self._check_ozon_goods()

    def _check_ozon_entry(self, entry):
        if entry.currency_id.compare_amounts(entry.amount_residual, entry.amount_total):
            raise UserError(self.env._(
                "%s is paid or settled, in part or in full, so the receipt cannot be undone: the "
                "payment would have no document. Take the payment back first.",
                entry.display_name,
            ))
        locks = self.company_id._get_violated_lock_dates(entry.date, False, entry.journal_id)
        if locks:
            raise UserError(self.env._(
                "%(document)s is dated in a locked period (%(locks)s), so the receipt cannot be "
                "undone: the books of that period would change. Have the lock date moved first.",
                document=entry.display_name, locks=self.company_id._format_lock_dates(locks),
            ))

    def _check_ozon_goods(self):
        """Refuse if the goods have left. Goods reserved by the report itself count as there."""
        if self._ozon_account().allow_negative_stock:
            return
        self._ozon_report_pickings().do_unreserve()
        received = self.picking_ids.move_ids.filtered(lambda move: move.state == "done")
        free = dict.fromkeys(received.product_id, 0.0)
        for product, quantity, reserved in self.env["stock.quant"]._read_group(
            [
                ("product_id", "in", received.product_id.ids),
                ("location_id", "child_of", self.ozon_location_id.ids),
            ],
            ["product_id"], ["quantity:sum", "reserved_quantity:sum"],
        ):
            free[product] = quantity - reserved
        gone = self.env["product.product"].union(*(
            product for product, moves in received.grouped("product_id").items()
            if product.uom_id.compare(free[product], sum(moves.mapped("product_qty"))) < 0
        ))
        if gone:
            raise UserError(self.env._(
                "These goods have left %(location)s since, or are reserved for other transfers, so "
                "the receipt cannot be undone: the stock would fall below zero. Take back what "
                "was done with them first: %(products)s.",
                location=self.ozon_location_id.display_name,
                products=gone._ozon_names(),
            ))

    def _ozon_account(self):
        """The Ozon account of the receipt: of its report, otherwise of its location."""
        return self.ozon_report_id.account_id or self.env["ozon.account"].search([
            ("location_id", "=", self.ozon_location_id.id), ("company_id", "=", self.company_id.id),
        ], limit=1)
