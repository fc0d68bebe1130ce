from odoo import api, models


class OzonSyncPreview(models.AbstractModel):
    """What a synchronisation of product cards would do, noted on the cards.

    The rules are applied, but no product, and nothing that was decided about a card, changes.
    """

    _name = "ozon.sync.preview"
    _description = "Preview of a Synchronisation"

    @api.model
    def _make(self, account):
        """Note what synchronising would do with each card of an account."""
        self._forget(account)
        for card, vals in account.product_ids._to_match()._outcomes().items():
            card.write(self._planned_vals(card, vals))

    @api.model
    def _forget(self, account):
        if account.sync_previewed_at:
            account.sync_previewed_at = False
        account.product_ids.filtered("planned").write({
            "planned": False, "planned_product_id": False, "planned_problem": False,
        })

    @api.model
    def _follow_setting(self, accounts):
        """Update the previews of accounts that now create products, or no longer do."""
        for account in accounts:
            old, new = ("none", "create") if account.create_products else ("create", "none")
            cards = account.product_ids.filtered(lambda card, old=old: card.planned == old)
            cards.write({"planned": new})

    @api.model
    def _planned_vals(self, card, vals):
        """:param vals: what the rules say about the card, from `ozon.product._outcomes`"""
        product = self.env["product.product"].sudo().browse(vals["product_id"])
        planned, problem = vals["match_state"], vals["problem"]
        if product and not card.units_said and not product._ozon_is_in_pieces():
            planned = "ambiguous"
            problem = self.env._(
                "The product is not kept in pieces. You will be asked how much of it one unit of "
                "the card is."
            )
        elif product:
            planned = vals["matched_by"]
        elif not planned:
            creates = card.account_id.create_products
            planned = "archived" if card.archived else "create" if creates else "none"
        return {
            "planned": planned, "planned_product_id": product.id or False,
            "planned_problem": problem,
        }

    @api.model
    def _texts(self, accounts):
        """The previews in words: {account: text}."""
        counts = {account: {} for account in accounts}
        for account, planned, count in self.env["ozon.product"]._read_group(
            [("account_id", "in", accounts.ids)], ["account_id", "planned"], ["__count"],
        ):
            counts[account][planned] = count
        return {account: self._text(counts[account]) for account in accounts}

    @api.model
    def _text(self, counts):
        """:param counts: how many cards have each value of `planned`"""
        def count(*values):
            return sum(counts.get(value, 0) for value in values)

        parts = [
            self.env._(
                "Nothing has been changed yet. Synchronising would match these cards with "
                "products: by code: %(code)s, by article: %(article)s, by barcode: %(barcode)s, "
                "by name: %(name)s.",
                code=count("ozon_code"), article=count("article"), barcode=count("barcode"),
                name=count("name"),
            ),
            self.env._("Products to be created: %s.", count("create")),
        ]
        if count("none"):
            parts.append(self.env._(
                "Cards that stay without a product, since the account creates none: %s.",
                count("none"),
            ))
        parts += [
            self.env._("Cards left to you to choose the product: %s.", count("ambiguous")),
            self.env._(
                "Unchanged: %(unchanged)s cards, and %(archived)s in Ozon's archive.",
                unchanged=count(False), archived=count("archived"),
            ),
        ]
        return " ".join(parts)
