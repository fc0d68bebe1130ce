import time

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from ...ozon_api import errors
from ...tools.many_products import products_of_lines
from ...tools.moments import utc_now
from ..document.ozon_document_base import STEP_SECONDS

# In a document with many rows: cards asked for in a step, and products created between two looks at
# the clock.
CARDS_AT_ONCE = 4_000
PRODUCTS_AT_ONCE = 500
# A step that was made smaller and is still cut off this often is given up.
CUTS_TO_STOP = 4


class OzonGoodsDocumentBase(models.AbstractModel):
    """The goods of a monthly document: their products, and the places where they are."""

    _name = "ozon.goods.document.base.mixin"
    _description = "Goods of a Monthly Document"
    _inherit = "ozon.document.mixin"

    picking_ids = fields.One2many(related="document_id.picking_ids", string="Transfers")
    picking_count = fields.Integer(compute="_compute_picking_count")

    @api.depends(
        "picking_ids.move_ids.ozon_undone", "picking_ids.move_ids.quantity",
        "picking_ids.move_ids.returned_move_ids.state", "picking_ids.move_ids.state",
    )
    def _compute_picking_count(self):
        for document in self:
            document.picking_count = len(document._standing_transfers())

    @api.ondelete(at_uninstall=False)
    def _unlink_with_transfers(self):
        for document in self.sudo():
            document._for_books()._undo_transfers()

    # What a kind defines

    def _product_units(self):
        """What left and what came back.

        :return: {product id: {`settlement.Direction`: units}}, in `product._ozon_unit`
        """
        raise NotImplementedError

    def _moved_exactly(self, moves):
        """Whether these moves certainly move what the document says.

        A kind with very many goods asks the database. If the answer is no, they are counted one by
        one: a kit may have moved as its components, or another unit of measure may be the reason.

        :param moves: done `stock.move`
        """
        return False

    def _lines_of_goods(self):
        """:return: the lines whose goods move"""
        return self.line_ids

    def _goods_outside(self):
        """:return: the `stock.location` that goods leave for, and come back from"""
        partner = self.account_id.partner_id.with_company(self.company_id)
        return partner.property_stock_customer

    # Actions

    def action_open_transfers(self):
        """The transfers that move the document's goods, without those that were undone."""
        self.ensure_one()
        self.check_access("read")
        return self._standing_transfers()._get_records_action(name=self.env._("Transfers"))

    # Business

    @api.model
    def _posted_query(self):
        """:return: `SQL` with the `document_id` of each document of goods that is booked"""
        kinds = [
            kind for kind in self.env["ozon.document"]._kinds()
            if isinstance(kind, self.env.registry["ozon.goods.document.mixin"])
        ]
        for kind in kinds:
            kind.flush_model(["document_id", "state"])
        return SQL(" UNION ALL ").join(
            SQL("SELECT document_id FROM %s WHERE state = 'posted'", SQL.identifier(kind._table))
            for kind in kinds
        )

    def _setup_products(self):
        return products_of_lines(self)

    def _standing_transfers(self):
        """The transfers that move its goods, without undone ones and those that undid them."""
        moves, transfers = self.env["stock.move"], self.picking_ids
        if not transfers:
            return transfers
        counted = Domain("picking_id", "in", transfers.ids) & Domain([
            ("state", "!=", "cancel"), ("ozon_undone", "=", False),
            ("origin_returned_move_id", "=", False),
        ])
        done = Domain("state", "=", "done")
        is_returned = Domain("returned_move_ids.state", "=", "done")
        whole = ~done | (done & Domain("quantity", ">", 0) & ~is_returned)
        standing = self.env["stock.picking"].union(
            *(picking for [picking] in moves._read_group(counted & whole, ["picking_id"])),
            *(
                move.picking_id for move in moves.search(counted & done & is_returned)
                if move.product_uom.compare(move.quantity, sum(
                    returned.quantity for returned in move.returned_move_ids
                    if returned.state == "done"
                )) > 0
            ),
        )
        return transfers & standing

    @api.model
    def _go_on_with(self, cards):
        result = super()._go_on_with(cards)
        waiting = self.search([
            ("state", "=", "to_match"), ("account_id", "in", cards.account_id.ids),
        ])
        if waiting:
            waiting.state = "loaded"
            waiting._retry_at(utc_now())
        return result

    def _cards_of_goods(self, lines, patient):
        """:return: the card of each line, by the line's id"""
        products = self.env["ozon.product"]
        try:
            with self.account_id._client(patient=patient, document=self) as client:
                return products._for_goods(self.account_id, lines, client)
        except errors.OzonError:
            if not (self.brought_by_id or self.account_id.by_files):
                raise
        # A file is brought when Ozon cannot be asked; the file names its goods well enough.
        return products._for_goods(self.account_id, lines, None)

    def _can_shrink(self):
        # Storing takes one whole report.
        return self.state in ("loaded", "ready") and self.job_cuts < CUTS_TO_STOP

    def _ask_for_some_cards(self, lines, patient):
        """Ask Ozon for some of the unknown cards, if there are too many for one step.

        :param patient: whether to wait for Ozon
        :return: whether it gave any of them, so that there may be more to ask for
        """
        products = self.env["ozon.product"]
        known = products._index(self.account_id)["sku"]
        unknown = sorted({line.sku for line in lines if line.sku} - known.keys())
        some = set(unknown[:self._job_share(CARDS_AT_ONCE)])
        if len(unknown) <= len(some) or self.brought_by_id or self.account_id.by_files:
            return False
        with self.account_id._client(patient=patient, document=self) as client:
            cards = products._ask_for(some, client)
        products._store_cards(self.account_id, cards)
        # If Ozon knows none of these, all the others are asked for at once.
        return any(some.intersection(card.skus) for card in cards)

    def _create_some_products(self, cards):
        """Create products of cards for some seconds.

        :param cards: cards without a product and a state, for which products are to be created
        :return: whether any was created or left to a person, so that a further step does the rest
        """
        self.env["ozon.product.creation"]._claim(cards)
        deadline = time.monotonic() + STEP_SECONDS
        for some in split_every(self._job_share(PRODUCTS_AT_ONCE), cards.ids, cards.browse):
            some._create_or_ask()
            if time.monotonic() > deadline:
                break
        return any(cards.mapped("match_state"))

    def _match_goods(self, patient, booked):
        """Set the product of every line, through the product cards of the account.

        In a document with many rows, cards are asked for and products created in several steps:
        while something is left, it stays `loaded`.

        :param patient: whether to wait for Ozon
        :param booked: {`_goods_key`: (product, units)} of goods that were booked before; they keep
            these, even if the card has another product now
        """
        lines = self._lines_of_goods()
        if self._has_many_rows() and self._ask_for_some_cards(lines, patient):
            return
        cards = self._cards_of_goods(lines, patient)
        used = self.env["ozon.product"].union(*cards.values())
        used._ask_for_units()
        unmatched = used.filtered(lambda card: not card.product_id)
        unmatched._match_products()
        new = unmatched.filtered(lambda card: not card.match_state)
        if self._has_many_rows() and self._create_some_products(new):
            return
        new._create_or_ask()
        unmatched._reconsider_ignored(self)
        by_product = lines.grouped(
            lambda line: booked.get(line._goods_key()) or cards[line.id]._goods()
        )
        products = self.env["product.product"].union(*(product for product, _units in by_product))
        products.fetch(["company_id"])
        for (product, units), same in by_product.items():
            # Without this, Odoo's check of companies would walk through all prefetched records.
            same.with_prefetch().write({"product_id": product.id, "units": units})
        missing = lines.filtered(lambda line: not line.product_id)
        self.state = "to_match" if missing else "ready"
