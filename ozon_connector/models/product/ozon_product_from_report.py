from odoo import api, models


class OzonProductFromReport(models.AbstractModel):
    """Creates cards that Ozon does not know, or no longer knows, from the words of a report."""

    _name = "ozon.product.from.report"
    _description = "Ozon Product Cards from a Report"

    @api.model
    def _create(self, account, goods, cards):
        """Create cards for goods without one, or add their SKU to the card with their article.

        Articles are unique in a cabinet, so an unknown SKU with a known article is another SKU of
        that card. Where SKUs and articles are crossed, each SKU gets a card of its own and a person
        decides. The outcome does not depend on the order of the rows.

        :param goods: report lines whose card is in doubt
        :param cards: the account's cards, as `_index` gives them
        :return: the new cards
        """
        products, new = self.env["ozon.product"], []
        for lines in self._same_goods(goods):
            articles = sorted({line.offer_id for line in lines if line.offer_id})
            skus = sorted({line.sku for line in lines if line.sku})
            known = products.union(
                *(cards["offer_id"].get(article, products) for article in articles)
            )
            crossed = len(articles) > 1 and (len(skus) > 1 or len(known) > 1)
            if skus and not crossed and len(known) == 1:
                known.skus = " ".join(sorted({*(known.skus or "").split(), *skus}))
                continue
            problem = crossed and self._crossed_text(skus, articles)
            parts = [
                [line for line in lines if line.sku == sku] for sku in skus
            ] if crossed else [lines]
            made = [
                self._prepare_vals_from_report(account, part, cards, problem) for part in parts
            ]
            # Rows that give only an article, for goods whose card has another one.
            lost = {
                line.offer_id: line for line in lines if not line.sku and line.offer_id
                and line.offer_id not in {vals["offer_id"] for vals in made}
            }
            new += made + [
                self._prepare_vals_from_report(account, [line], cards, problem)
                for _article, line in sorted(lost.items())
            ]
        made = products.create(new)
        made._note_candidates()
        return made

    @api.model
    def _same_goods(self, goods):
        """Group report lines by SKU or article; lines that have neither, by name.

        :return: a list of lists of lines
        """
        groups, by_key = {}, {}
        for line in goods:
            keys = [(field, line[field]) for field in ("sku", "offer_id") if line[field]]
            keys = keys or [("name", line.name)]
            lines = [line]
            for group in {by_key[key] for key in keys if key in by_key}:
                lines += groups.pop(group)
            groups[line.id] = lines
            for key in keys + [
                (field, other[field])
                for other in lines for field in ("sku", "offer_id") if other[field]
            ]:
                by_key[key] = line.id
        return list(groups.values())

    @api.model
    def _prepare_vals_from_report(self, account, lines, cards, problem=False):
        """:param lines: a list of report lines of the same goods"""
        # Not simply the first line: the result must not depend on the order of the rows.
        lines = sorted(lines, key=lambda line: tuple(
            line[field] or "" for field in ("sku", "offer_id", "name", "barcode")
        ))
        line = lines[0]
        skus = sorted({line.sku for line in lines if line.sku})
        field = "offer_id" if line.offer_id else "name"
        doubtful = problem or not skus and len(cards[field].get(line[field], ())) > 1
        return {
            "account_id": account.id,
            "sku": skus[0] if skus else False,
            "skus": " ".join(skus),
            "offer_id": line.offer_id,
            "barcode": line.barcode,
            "name": line.name or line.offer_id or line.sku,
            "match_state": "ambiguous" if doubtful else False,
            "problem": problem,
            "crossed": bool(problem),
        }

    @api.model
    def _crossed_text(self, skus, articles):
        return self.env._(
            "Ozon's report has the SKUs %(skus)s and the articles %(articles)s crosswise, so it "
            "does not say which goods are the same. Choose the product.",
            skus=", ".join(skus), articles=", ".join(articles),
        )
