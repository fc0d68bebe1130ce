import logging
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

from ...ozon_api import errors

_logger = logging.getLogger(__name__)


class OzonProductOfGoods(models.Model):
    """Finds the cards of a report's goods, and creates those that Ozon does not know."""

    _inherit = "ozon.product"

    @api.model
    def _for_goods(self, account, goods, client):
        """The cards of a report's goods. Ask Ozon for unknown ones, or create them.

        :param goods: report lines of one account, with `sku`, `offer_id`, `barcode` and `name`
        :param client: `OzonClient`, asked for the unknown SKUs only; None to create their cards
            from the lines
        :return: the card of each line, by the line's id
        :raises UserError: a line has neither SKU nor article nor name
        """
        self._check_named(goods)
        cards = self._index(account)
        unknown = {line.sku for line in goods if line.sku and line.sku not in cards["sku"]}
        if unknown and client:
            self._store_cards(account, self._ask_for(unknown, client))
            cards = self._index(account)
        lacking = goods.filtered(lambda line: not self._known(cards, line))
        self.env["ozon.product.from.report"]._create(account, lacking, cards)
        if lacking:
            cards = self._index(account)
        return {line.id: self._known(cards, line) or self._namesake(cards, line) for line in goods}

    @api.model
    def _check_named(self, goods):
        """:param goods: report lines, or movements of a report"""
        for line in goods:
            if not any(text and text.strip() for text in (line.sku, line.offer_id, line.name)):
                raise UserError(self.env._(
                    "Row %s of Ozon's report names no product: no SKU, no article, no name. The "
                    "report was not booked. Ask Ozon's support.", line.row_number,
                ))

    @api.model
    def _ask_for(self, skus, client):
        try:
            return client.product_cards(skus=sorted(skus))
        except (errors.MissingRole, errors.MethodSwitchedOff, errors.RequestRejected) as error:
            # The key opens reports only; the report itself names its goods well enough.
            _logger.info("Ozon gives no product cards: %s", error)
            return []

    @api.model
    def _index(self, account):
        """The account's cards by SKU, by article and by name: {'sku': {sku: cards}, …}."""
        index = {"sku": {}, "offer_id": defaultdict(self.browse), "name": defaultdict(self.browse)}
        for card in self.search_fetch([("account_id", "=", account.id)]):
            index["sku"].update(dict.fromkeys((card.skus or "").split(), card))
            for field in ("offer_id", "name"):
                if card[field]:
                    index[field][card[field]] |= card
        return index

    @api.model
    def _known(self, cards, line):
        """The card of a line if there is no doubt; nothing is guessed from a name or article."""
        if line.sku:
            return cards["sku"].get(line.sku, self.browse())
        field = "offer_id" if line.offer_id else "name"
        found = cards[field].get(line[field], self.browse())
        return found if len(found) == 1 else self.browse()

    @api.model
    def _namesake(self, cards, line):
        """The card created for a line whose article or name several cards have."""
        field = "offer_id" if line.offer_id else "name"
        return cards[field][line[field]].filtered(lambda card: not card.ozon_product_id)[-1:]

    def _reconsider_ignored(self, report):
        """Ask a person again about an ignored card: a report's goods cannot be left out."""
        ignored = self.filtered(lambda card: card.match_state == "ignored")
        ignored.write({
            "match_state": "ambiguous",
            "matched_by": False,
            "problem": self.env._(
                "The card was ignored, but the report %s has its goods.", report.display_name,
            ),
        })
        ignored._note_candidates()
