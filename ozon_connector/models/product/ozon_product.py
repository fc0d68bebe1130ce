from odoo import api, fields, models
from odoo.tools import float_round

from ...domain import currencies, matching
from ...tools.texts_as_texts import TextsAsTexts


class OzonProduct(TextsAsTexts, models.Model):
    """A product card of a seller cabinet, and the product of the books that it stands for."""

    _name = "ozon.product"
    _description = "Ozon Product Card"
    _inherit = "ozon.facts.mixin"
    _check_company_auto = True
    _order = "account_id, name, id"

    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, related_sudo=False)
    # Ozon's ids have 64 bits, more than an Integer field.
    ozon_product_id = fields.Char("Ozon Product ID", readonly=True, index="btree_not_null")
    sku = fields.Char("SKU", readonly=True, index="btree_not_null")
    skus = fields.Char(
        "All SKUs", readonly=True,
        help="All SKUs, separated by spaces (older cards have one per delivery scheme).",
    )
    offer_id = fields.Char("Article", readonly=True)
    barcode = fields.Char(readonly=True)
    barcodes = fields.Char(
        "All Barcodes", readonly=True, help="All barcodes of the card; separated by spaces.",
    )
    name = fields.Char(readonly=True)
    price = fields.Float(digits="Product Price", readonly=True)
    vat_rate = fields.Float("VAT (%)", readonly=True)
    vat_known = fields.Boolean("VAT Known", readonly=True)
    archived = fields.Boolean("In the Archive", readonly=True)
    product_id = fields.Many2one(
        "product.product", check_company=True, index="btree_not_null",
        ondelete="set null",
    )
    match_state = fields.Selection(
        [
            ("matched", "Matched"),
            ("created", "Created"),
            ("ambiguous", "To review"),
            ("ignored", "Ignored"),
        ],
        readonly=True, index=True,
    )
    # Why there is no product, or what a person should know about the one that was found.
    problem = fields.Char(readonly=True)
    crossed = fields.Boolean(
        "SKUs and Articles Crossed", readonly=True,
        help="The card is known only from a report, which does not say which product it is.",
    )
    matched_by = fields.Selection(
        [
            ("ozon_code", "Ozon code"),
            ("article", "Article"),
            ("barcode", "Barcode"),
            ("name", "Name"),
            ("manual", "By hand"),
        ],
        readonly=True,
    )

    _ozon_product_id_uniq = models.UniqueIndex(
        "(account_id, ozon_product_id) WHERE ozon_product_id IS NOT NULL",
        "This card of the account exists already.",
    )

    @api.depends("offer_id", "name", "sku")
    def _compute_display_name(self):
        for card in self:
            card.display_name = f"[{card.offer_id or card.sku}] {card.name or ''}"

    @api.model
    def get_empty_list_help(self, help_message):
        help_message = super().get_empty_list_help(help_message)
        return self.env["ozon.next.step"]._with_next_step(help_message)

    # Business: cards as Ozon sends them

    @api.model
    def _store_cards(self, account, cards):
        """Keep cards of Ozon (`ozon_api.answers.ProductCard`); only what differs is written."""
        known_by_id, from_reports = {}, self.browse()
        for known in self.search_fetch([
            ("account_id", "=", account.id),
            ("ozon_product_id", "in", [False, *(card.product_id for card in cards)]),
        ]):
            if known.ozon_product_id:
                known_by_id[known.ozon_product_id] = known
            else:
                from_reports |= known
        new, by_main_word = {}, from_reports._by_main_word()
        currency = account.company_id.currency_id.name
        digits = self.env["decimal.precision"].precision_get("Product Price")
        for card in cards:
            vals = self._prepare_card_vals(card, currency, digits)
            known = known_by_id.get(card.product_id) or self._taken_over(by_main_word, vals)
            if not known:
                new[card.product_id] = {"account_id": account.id, **vals}
                continue
            changed = {field: value for field, value in vals.items() if known[field] != value}
            if changed:
                known.write(changed)
        from_reports._leave_skus_to({sku for card in cards for sku in card.skus})
        return self.create(list(new.values()))

    @api.model
    def _prepare_card_vals(self, card, currency, digits):
        """
        :param card: an `ozon_api.answers.ProductCard`
        :param currency: the code of the books' currency
        :param digits: how many decimals a price has
        """
        # A price in another currency is no price for the books.
        price = card.price if currencies.code_of(card.currency_code) in ("", currency) else None
        return {
            "ozon_product_id": card.product_id,
            "sku": card.sku or next(iter(card.skus), False),
            "skus": " ".join(card.skus) or False,
            "offer_id": card.offer_id or False,
            **self._prepare_barcode_vals(card.barcodes),
            "name": card.name or False,
            "price": float_round(float(price or 0), precision_digits=digits),
            "vat_rate": float((card.vat or 0) * 100),
            "vat_known": card.vat is not None,
            "archived": card.archived,
            "crossed": False,
        }

    @api.model
    def _prepare_barcode_vals(self, barcodes):
        """Prefer the product's own barcode to those that Ozon prints itself."""
        barcodes = [barcode.strip() for barcode in barcodes if barcode.strip()]
        own = [barcode for barcode in barcodes if not matching.is_ozon_barcode(barcode)]
        return {
            "barcode": next(iter(own or barcodes), False),
            # Barcodes are joined by spaces, so one that contains a space is left out.
            "barcodes": " ".join(code for code in barcodes if len(code.split()) == 1) or False,
        }

    # Business: what is known of the card

    def _is_only_a_shared_name(self):
        """Whether the report names the goods only by something that several cards share."""
        unknown = not self.skus and not self.ozon_product_id
        return self.match_state == "ambiguous" and (unknown or self.crossed)
