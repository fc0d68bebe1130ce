from odoo import models
from odoo.exceptions import UserError

from ...domain import supplies as rules

SHOWN = 10


class OzonSupplyDraft(models.Model):
    """The transfer from the seller's warehouse to the location of goods at Ozon."""

    _inherit = "ozon.supply"

    # Actions

    def action_take_declared(self):
        """Accept a supply without acts as declared, and draft its transfer."""
        self.ensure_one()
        self.check_access("read")
        supply = self.sudo()
        supply._lock_row()
        if supply.has_acts:
            raise UserError(self.env._(
                "Press «Draft Transfer»: the supply %s has acts that state what has arrived, so "
                "the declared units were not used.", supply.name,
            ))
        found = rules.as_declared({line.sku: line._counted() for line in supply.line_ids})
        for line in supply.line_ids:
            line.accepted = found[line.sku].accepted
        return supply.with_env(self.env).action_draft_transfer()

    # Business

    def _follow_acts(self, old):
        """Draft or change the transfer after acts were read.

        :param old: {SKU: `domain.supplies.Counted`} before
        """
        if self.drafted:
            try:
                return self._follow_change(old)
            except UserError as error:
                self.problem = error.args[0]
                return None
        if self.ozon_state != "COMPLETED":
            return None
        if not self.has_acts:
            self.problem = self.env._(
                "Ozon has completed the supply without acts, so it is not known what has arrived, "
                "and no transfer was drafted. If everything has arrived, press «Take as "
                "Declared»; otherwise transfer the goods by hand.",
            )
            return None
        if not self.agreed:
            return None
        odd = self._lines_that_do_not_tie()
        if odd:
            self.problem = self.env._(
                "The acts of the supply do not add up: %s. No transfer was drafted, so the goods "
                "are not in the account's location yet. Compare the acts in the seller cabinet; "
                "how they are read is set on the Ozon account. «Draft Transfer» drafts the units "
                "of the column «Arrived».", odd,
            )
            return None
        try:
            self._draft()
        except UserError as error:
            self.problem = error.args[0]

    def _lines_that_do_not_tie(self):
        reading = self.account_id.supply_reading
        return ", ".join(
            self.env._(
                "%(name)s: declared %(declared)s, accepted %(accepted)s, surplus %(surplus)s, "
                "shortage %(shortage)s, defective %(defect)s",
                name=line.name or line.sku, **line._counted()._asdict(),
            )
            for line in self.line_ids if not rules.ties(line._counted(), reading)
        )

    def _draft(self):
        """Draft the transfer of what has arrived.

        :raises UserError: the supply is not completed, nothing arrived, a card has no product, or
            the goods at Ozon have no location of their own
        """
        if self.ozon_state != "COMPLETED":
            raise UserError(self.env._(
                "Ozon has not completed the supply %s, so it is not certain what has arrived and "
                "no transfer was drafted. It is drafted automatically when the acts are agreed to.",
                self.name,
            ))
        self._match_lines()
        vals = self._prepare_transfer()
        self.write({
            "picking_id": self.env["stock.picking"].create(vals).id, "drafted": True,
            "problem": False,
        })

    def _match_lines(self):
        """Find the products of lines that have none.

        :raises UserError: a card still has no product
        """
        self.env["ozon.card.goods"]._give_products(self.line_ids)
        still = self.line_ids.filtered(lambda line: not line.product_id)
        if still:
            raise UserError(self.env._(
                "Cards without a product: %s. The transfer of these goods was not drafted, so they "
                "are not in the account's location yet. Synchronize the cards, choose their "
                "products under «Product Matching» and press «Draft Transfer».",
                ", ".join(line.name or line.sku for line in still[:10]),
            ))

    def _prepare_transfer(self):
        home, at_ozon = self.account_id._warehouse().lot_stock_id, self.account_id.location_id
        if home == at_ozon:
            raise UserError(self.env._(
                "The goods of the account %s are the stock of the warehouse itself, so there is "
                "nowhere to transfer the supply from and nothing was drafted. Choose a location "
                "of their own on the account.", self.account_id.name,
            ))
        arrived = [(line, line.arrived) for line in self.line_ids if line.arrived]
        if not arrived:
            raise UserError(self.env._(
                "By its acts nothing of the supply %s has arrived, so no transfer was drafted.",
                self.name,
            ))
        return self._transfer_vals(
            home, at_ozon, arrived, self.env._("Ozon supply %s", self.name), self.accepted_at,
        )

    def _follow_change(self, old):
        """React to acts that changed after the draft: recreate the draft, or tell a person."""
        new = {line.sku: line._counted() for line in self.line_ids}
        changes = rules.changes(new, old, self.account_id.supply_reading)
        if not changes:
            return
        names = {line.sku: line.name for line in self.line_ids}
        told = ", ".join(
            self.env._(
                "%(name)s: was %(was)s, is %(now)s", name=names.get(sku) or sku, was=was, now=now,
            )
            for sku, (was, now) in list(changes.items())[:SHOWN]
        )
        if self.picking_id.state == "draft":
            # If no new draft is possible, the old one stays.
            self._match_lines()
            vals = self._prepare_transfer()
            self.picking_id.unlink()
            self.picking_id = self.env["stock.picking"].create(vals)
            self.change = self.env._(
                "Ozon has changed the acts: %s. The draft transfer was recreated.", told,
            )
        else:
            self.change = self.env._(
                "Ozon has changed the acts: %s. The transfer was not changed. Move the difference "
                "by another transfer, then press «Seen».", told,
            )
