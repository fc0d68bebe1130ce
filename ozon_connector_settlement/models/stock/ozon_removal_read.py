from datetime import timedelta

from odoo import Command, api, models
from odoo.addons.ozon_connector.ozon_api.answers.removals import METHODS
from odoo.exceptions import UserError

from ...domain import removals as rules

# How many days of removals are requested; earlier ones only while they are open.
DAYS = 60


class OzonRemovalRead(models.Model):
    """Reads removals from Ozon, and drafts transfers of what came back."""

    _inherit = "ozon.removal"

    # Business

    @api.model
    def _read(self, account, client, today):
        """Read the removals of an account, and draft what follows from them."""
        first = self._first_day(account, today)
        if first > today:
            return
        rows = [
            row for source in METHODS for row in client.removals(source, first, today)
        ]
        self._keep(account, rows)
        self.env["ozon.removal.line"]._tie_losses(account)
        for removal in self.search([
            ("account_id", "=", account.id), ("drafted", "=", False), ("state", "!=", "under_way"),
        ]):
            removal._draft_if_received()
        self.env["ozon.removal.line"]._draft_what_is_left_out(account)

    @api.model
    def _first_day(self, account, today):
        """The first day to ask for; Ozon finds a removal by the day on which it was ordered."""
        oldest = self.search([
            ("account_id", "=", account.id), ("state", "=", "under_way"),
        ], order="date", limit=1)
        recent = today - timedelta(days=DAYS)
        return max(account.import_from or recent, min(recent, oldest.date or recent))

    @api.model
    def _keep(self, account, rows):
        """:param rows: list of `ozon_api.answers.RemovedGoods`"""
        known = {
            (one.source, one.name): one
            for one in self.search([("account_id", "=", account.id)])
        }
        goods = self.env["ozon.card.goods"]._goods_by_sku(account, {row.sku for row in rows})
        grouped = {}
        for row in rows:
            grouped.setdefault((row.source, row.removal_id), []).append(row)
        new = []
        for (source, name), of_one in grouped.items():
            removal = known.get((source, name), self.browse())
            settled = removal.drafted or any(removal.line_ids.mapped("scrap_drafted"))
            if settled or not removal._is_news(of_one):
                continue
            vals = {
                "date": of_one[0].created_on,
                "received_on": max(filter(None, (
                    row.given_out_on or row.delivered_on for row in of_one
                )), default=False),
                "problem": self._unknown_words(of_one),
                "line_ids": [Command.clear(), *(
                    Command.create(self._prepare_line(row, goods)) for row in of_one
                )],
            }
            if removal:
                removal.write(vals)
            else:
                vals["line_ids"] = vals["line_ids"][1:]
                new.append({"account_id": account.id, "source": source, "name": name, **vals})
        self.create(new)

    def _is_news(self, rows):
        def said(line):
            return line.box or "", line.sku or "", line.quantity, line.words or ""

        return sorted(map(said, self.line_ids)) != sorted(
            (row.box_id, row.sku, row.quantity, row.box_state or row.state) for row in rows
        )

    @api.model
    def _prepare_line(self, row, goods):
        product, units = goods.get(row.sku, (self.env["product.product"], 1))
        return {
            "box": row.box_id, "sku": row.sku, "offer_id": row.offer_id, "name": row.name,
            "product_id": product.id, "units": units, "quantity": row.quantity,
            "words": row.box_state or row.state,
            "lost_on": row.destroyed_on or row.created_on,
            "outcome": rules.outcome(row.state, row.box_state, row.destroyed_on),
        }

    @api.model
    def _unknown_words(self, rows):
        """:return: a message about states of Ozon that are unknown; False if there are none"""
        words = sorted({
            row.box_state or row.state for row in rows
            if rules.outcome(row.state, row.box_state, row.destroyed_on) == rules.UNKNOWN
        })
        return bool(words) and self.env._(
            "Ozon states for these goods: %s. The connector does not know this, so nothing was "
            "drafted and the goods stay in the account's location. «Draft Transfer» drafts the "
            "goods that were received. Please tell the authors of the Ozon connector.",
            ", ".join(words),
        )

    # The transfer of goods that came back

    def _draft_if_received(self):
        if self.problem or not self._received():
            return
        try:
            self._draft()
        except UserError as error:
            self.problem = error.args[0]

    def _received(self):
        """The received lines; surplus goods that Ozon could not identify have no SKU or stock."""
        return self.line_ids.filtered(lambda line: line.outcome == rules.RECEIVED and line.sku)

    def _draft(self):
        """:raises UserError: nothing was received, or a card has no product"""
        lines = self._received()
        if not lines:
            raise UserError(self.env._(
                "According to Ozon, nothing of the removal %s was received, so no transfer was "
                "drafted. Lost and destroyed goods leave the stock by Ozon's compensation "
                "documents.", self.name,
            ))
        self.env["ozon.card.goods"]._give_products(lines)
        lacking = lines.filtered(lambda line: not line.product_id)
        if lacking:
            raise UserError(self.env._(
                "Cards without a product: %s. The transfer of these goods was not drafted, so they "
                "are still in the account's location. Choose their products under «Product "
                "Matching» and press «Draft Transfer».",
                ", ".join(line.name or line.sku for line in lacking[:10]),
            ))
        self.write({
            "picking_id": self.env["stock.picking"].create(self._prepare_transfer(lines)).id,
            "drafted": True, "problem": False,
        })

    def _prepare_transfer(self, lines):
        home, at_ozon = self.account_id._warehouse().lot_stock_id, self.account_id.location_id
        if home == at_ozon:
            raise UserError(self.env._(
                "The goods of the account %s are the stock of the warehouse itself, so there is "
                "nowhere to transfer the removal to and nothing was drafted.",
                self.account_id.name,
            ))
        return self._transfer_vals(
            at_ozon, home, [(line, line.quantity) for line in lines],
            self.env._("Ozon removal %s", self.name), self.received_on or self.date,
        )
