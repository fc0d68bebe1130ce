from collections import defaultdict

from odoo import api, models

from ...domain import matching
from ...domain.matching import MatchedBy

PRODUCT_FIELDS = ["ozon_code", "default_code", "barcode", "name", "active"]


class OzonProductBooks(models.AbstractModel):
    """The products of a company, in the form that the rules of `domain.matching` take."""

    _name = "ozon.product.books"
    _description = "Products that Cards of Ozon May Be"

    @api.model
    def _products_of(self, account):
        """`product.product` in the account's company and its bookkeeper's language."""
        user = account.user_id or self.env.user
        products = self.env["product.product"].sudo().with_company(account.company_id)
        return products.with_context(lang=user.lang)

    @api.model
    def _candidates(self, account, barcodes):
        """The goods of the account's company, in the form that `domain.matching` takes.

        An archived product is a candidate only if no other product has its code, article or
        barcode, and never by its name.

        :param barcodes: the cards' barcodes; packages with other barcodes are left out
        """
        rows = self._product_rows(account, [("type", "=", "consu")])
        used = {(field, row[field]) for row in rows if row["active"]
                for field in ("ozon_code", "default_code", "barcode")}
        return self._as_products([
            row if row["active"] else {**row, "name": ""}
            for row in rows if row["active"] or not used & {
                (field, row[field] or None) for field in ("ozon_code", "default_code", "barcode")
            }
        ], barcodes)

    @api.model
    def _product_rows(self, account, domain):
        """The fields that the rules compare, of the company's products, archived ones included."""
        products = self._products_of(account)
        return products.with_context(active_test=False).search_read(
            [("company_id", "in", [False, account.company_id.id]), *domain],
            PRODUCT_FIELDS, load=None,
        )

    @api.model
    def _as_products(self, rows, barcodes):
        """:param rows: the result of `_product_rows`
        :param barcodes: the cards' barcodes; packages with other barcodes are left out
        """
        packages = defaultdict(list)
        for product, barcode in self.env["product.uom"].sudo()._read_group(
            [("barcode", "in", barcodes), ("product_id.active", "=", True)],
            ["product_id", "barcode"],
        ):
            packages[product.id].append(barcode)
        return [matching.Product(
            id=row["id"],
            code=row["ozon_code"] or "",
            article=row["default_code"] or "",
            name=row["name"] or "",
            barcode=row["barcode"] or "",
            packages=tuple(packages[row["id"]]) if row["id"] in packages else (),
        ) for row in rows]

    @api.model
    def _choices(self, account, cards):
        """The products to choose from for cards of one account, in the user's language.

        :return: {card id: list of {id, name, fits, against}}
        """
        ids = {id_ for card in cards for id_ in card.candidates or ()}
        rows = self._product_rows(account, [("id", "in", list(ids))])
        products = {one.id: one for one in self._as_products(rows, cards._all_barcodes())}
        archived = {row["id"] for row in rows if not row["active"]}
        names = {
            product.id: product.display_name
            for product in self.env["product.product"].sudo().browse(products)
        }
        holders = self._holders(account, list(products))
        choices = defaultdict(list)
        for card in cards:
            for id_ in card.candidates or ():
                if id_ not in products:
                    continue
                comparison = matching.compare(card._as_card(), products[id_])
                choices[card.id].append({
                    "id": id_,
                    "name": names[id_],
                    "fits": self._fits_text(comparison),
                    "against": self._against_text(
                        comparison, products[id_], holders[id_] - card, id_ in archived,
                    ),
                })
        return choices

    @api.model
    def _holders(self, account, product_ids):
        """The cards of an account that have these products: {product id: cards}."""
        holders = defaultdict(self.env["ozon.product"].browse)
        for card in self.env["ozon.product"].search_fetch(
            [("account_id", "=", account.id), ("product_id", "in", product_ids)], ["product_id"],
        ):
            holders[card.product_id.id] |= card
        return holders

    @api.model
    def _fits_text(self, comparison):
        parts = [self.env["ozon.product"]._by(by) for by in comparison.fits]
        if comparison.package:
            parts.append(self.env._("by the barcode of a package"))
        return self.env._("Fits %s", ", ".join(parts)) if parts else False

    @api.model
    def _against_text(self, comparison, product, holders, archived):
        """What speaks against a product; False if nothing does.

        :param comparison: of the card with the product
        :param product: `matching.Product`
        :param holders: the other cards that have it already
        """
        # Names differ in every catalogue, and a person sees both.
        texts = {
            MatchedBy.OZON_CODE: self.env._("another Ozon code: %s", product.code),
            MatchedBy.ARTICLE: self.env._("another article: %s", product.article),
            MatchedBy.BARCODE: self.env._("another barcode: %s", product.barcode),
        }
        parts = [texts[by] for by in comparison.contradicts if by in texts]
        if holders:
            parts.append(self.env._(
                "another card has it: %s", ", ".join(holders[:3].mapped("display_name")),
            ))
        if archived:
            parts.append(self.env._("archived"))
        return "; ".join(parts) or False
