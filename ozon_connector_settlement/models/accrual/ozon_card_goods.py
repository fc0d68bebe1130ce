from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL


class OzonCardGoods(models.AbstractModel):
    """What the SKUs of an account stand for: cards, products, and the goods in stock."""

    _name = "ozon.card.goods"
    _description = "Goods of Ozon Product Cards"

    @api.model
    def _products_by_sku(self, account, skus):
        """The products of an account's cards.

        :param skus: set of SKUs; an old card has several
        :return: {SKU: id of the product}, without SKUs of cards that have no product
        """
        return {sku: product for sku, _card, product in self._rows_by_sku(account, skus) if product}

    @api.model
    def _cards_by_sku(self, account, skus):
        """The cards of an account that have these SKUs.

        :param skus: SKUs; an old card has several, one per place of the goods
        :return: {SKU: card} without unknown SKUs; of several cards, one that has a product
        """
        rows = self._rows_by_sku(account, skus)
        cards = self.env["ozon.product"].browse([card for _sku, card, _product in rows])
        return {sku: card for (sku, *_ids), card in zip(rows, cards, strict=True)}

    @api.model
    def _rows_by_sku(self, account, skus):
        """:return: list of (SKU, id of the card, id of its product)"""
        if not skus:
            return []
        self.env["ozon.product"].flush_model(["account_id", "product_id", "sku", "skus"])
        return self.env.execute_query(SQL(
            """
            SELECT DISTINCT ON (one_sku) one_sku, id, product_id
              FROM ozon_product,
                   unnest(string_to_array(concat_ws(' ', sku, skus), ' ')) one_sku
             WHERE account_id = %s AND one_sku = ANY(%s)
          ORDER BY one_sku, product_id IS NULL, id
            """,
            account.id, list(skus),
        ))

    @api.model
    def _goods_by_sku(self, account, skus):
        """The products of cards.

        :return: {SKU: (product, units of it)}, without SKUs of cards that have no product
        """
        return {
            sku: goods for sku, card in self._cards_by_sku(account, skus).items()
            if (goods := card._goods())[0]
        }

    @api.model
    def _give_products(self, lines):
        """Set the product of lines of goods from their card, where they have none.

        :param lines: records with `account_id`, `sku`, `product_id` and `units`
        """
        lacking = lines.filtered(lambda line: line.sku and not line.product_id)
        for account, of_account in lacking.grouped("account_id").items():
            goods = self._goods_by_sku(account, of_account.mapped("sku"))
            for line in of_account:
                product, units = goods.get(line.sku, (None, 1))
                if product:
                    line.write({"product_id": product.id, "units": units})

    @api.model
    def _in_stock(self, company, pieces):
        """The stocked goods of products: components of kits, and quantities in their own unit.

        :param pieces: {product: units}, in `product._ozon_unit`
        :return: {product: quantity in its own unit}
        """
        kits = self.env["product.product"].union(*pieces)._ozon_kits(company)
        found = defaultdict(float)
        for product, units in pieces.items():
            if product in kits:
                sign = -1 if units < 0 else 1
                for _line, component, quantity in product._ozon_explode(kits[product], abs(units)):
                    found[component] += sign * quantity
            else:
                found[product] += product._ozon_unit()._compute_quantity(
                    units, product.uom_id, round=False,
                )
        return {product: units for product, units in found.items() if product.is_storable}

    @api.model
    def _kept_otherwise(self):
        """Cards whose goods are stocked as components of kits, or in another unit such as dozens.

        :return: list of (id of the company, id of the product, id of the stocked product, its
            quantity for one unit of the product)
        """
        otherwise = [
            ("product_id.uom_id", "!=", self.env["uom.uom"]._ozon_units().id),
        ]
        if "mrp.bom" in self.env:
            kits = self.env["mrp.bom"].sudo().search([("type", "=", "phantom")])
            otherwise = ["|", *otherwise, (
                "product_id.product_tmpl_id", "in", kits.product_tmpl_id.ids,
            )]
        cards = self.env["ozon.product"].sudo().search([("product_id", "!=", False), *otherwise])
        return [
            (company.id, product.id, kept.id, quantity)
            for company, of_company in cards.grouped("company_id").items()
            for product in of_company.product_id
            for kept, quantity in self._in_stock(company, {product: 1}).items()
        ]
