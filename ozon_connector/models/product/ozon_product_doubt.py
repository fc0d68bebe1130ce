from odoo import api, models

from ...domain.matching import MatchedBy, Reason


class OzonProductDoubt(models.Model):
    """Says why a person must choose a card's product, or what contradicts the one found."""

    _inherit = "ozon.product"

    def _doubt_texts(self, matches):
        """The doubts of matches in words.

        :param matches: {card id: `matching.Match`}
        :return: {card id: text}, for those that have any
        """
        texts = {}
        for card in self:
            match = matches[card.id]
            if match.doubts:
                texts[card.id] = " ".join(
                    self._doubt_text(doubt, match) for doubt in match.doubts
                )
        return texts

    @api.model
    def _doubt_text(self, doubt, match):
        values = {"by": self._by(doubt.evidence), "products": self._product_names(doubt.products)}
        match doubt.reason:
            case Reason.SEVERAL_PRODUCTS:
                return self.env._(
                    "Several products fit %(by)s: %(products)s. Choose one.", **values,
                )
            case Reason.SEVERAL_CARDS:
                return self.env._(
                    "Several cards fit %(products)s %(by)s. Choose the product of each.", **values,
                )
            case Reason.TAKEN:
                return self.env._(
                    "%(products)s fits %(by)s, but another card has it. Choose it if both cards "
                    "are the same product, or choose another one.", **values,
                )
            case Reason.ELSEWHERE if match.product_id:
                return self.env._("Another product fits %(by)s: %(products)s.", **values)
            case Reason.ELSEWHERE:
                return self.env._(
                    "%(found)s fits, but another product fits %(by)s: %(products)s. Choose one.",
                    found=self._product_names(match.candidates), **values,
                )
            case Reason.DIFFERENT if doubt.evidence is MatchedBy.OZON_CODE:
                return self.env._(
                    "%(products)s has the same name, but another Ozon code. Choose it if it is the "
                    "same product.", **values,
                )
            case Reason.DIFFERENT:
                return self.env._(
                    "%(products)s has the same name, but another barcode.", **values,
                )
            case Reason.PACKAGE:
                return self.env._(
                    "The card has the barcode of a package of %(products)s. Choose the product, "
                    "and enter how many units of it one unit of the card is.", **values,
                )

    @api.model
    def _by(self, evidence):
        return {
            MatchedBy.OZON_CODE: self.env._("by Ozon code"),
            MatchedBy.ARTICLE: self.env._("by article"),
            MatchedBy.BARCODE: self.env._("by barcode"),
            MatchedBy.NAME: self.env._("by name"),
        }[evidence]

    @api.model
    def _product_names(self, product_ids):
        return self.env["product.product"].sudo().browse(product_ids)._ozon_names()
