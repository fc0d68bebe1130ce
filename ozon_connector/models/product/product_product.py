from odoo import api, fields, models
from odoo.exceptions import ValidationError

# How many products a message names; it gives only the number of the others.
NAMED = 5


class ProductProduct(models.Model):
    """A product's code on Ozon, which is unique within a company."""

    _inherit = "product.product"

    ozon_code = fields.Char(
        copy=False, index="btree_not_null",
        help="The product's SKU on Ozon, «Код товара OZON» in Ozon's reports.",
    )

    @api.constrains("ozon_code", "company_id")
    def _check_ozon_code_unique(self):
        codes = [code for code in self.mapped("ozon_code") if code]
        if not codes:
            return
        groups = self.sudo().with_context(active_test=False)._read_group(
            [("ozon_code", "in", codes)], ["ozon_code"], ["id:recordset"],
            having=[("__count", ">", 1)],
        )
        for code, products in groups:
            for product in products & self:
                # A product without a company belongs to all companies.
                rivals = (products - product).filtered(
                    lambda rival, company=product.company_id:
                    not company or not rival.company_id or rival.company_id == company
                )
                if rivals:
                    raise ValidationError(self.env._(
                        "The Ozon code %(code)s is on two products: %(product)s and %(rival)s. "
                        "Sales of Ozon could be booked to the wrong one. "
                        "Remove the code from one of them.",
                        code=code, product=product.display_name, rival=rivals[0].display_name,
                    ))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._trim_ozon_code(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._trim_ozon_code(vals))

    @api.model
    def _trim_ozon_code(self, vals):
        code = vals.get("ozon_code")
        return {**vals, "ozon_code": code.strip()} if code else vals

    def _ozon_unit(self):
        """The unit in which the goods of reports are counted, see `uom.uom._ozon_piece`."""
        return self.uom_id._ozon_piece()

    def _ozon_is_in_pieces(self):
        return self.uom_id._ozon_is_piece()

    def _ozon_names(self):
        """The names of the products, for a message; if many, a few names and how many more."""
        names = ", ".join(self[:NAMED].mapped("display_name"))
        if len(self) > NAMED:
            return self.env._(
                "%(names)s and %(count)s more", names=names, count=len(self) - NAMED,
            )
        return names

    @api.model
    def _ozon_in_stock(self, company):
        """The products that a company has in stock."""
        stock = self.env["stock.quant"].sudo()._read_group(
            [
                ("company_id", "=", company.id),
                ("location_id.usage", "=", "internal"),
                ("quantity", ">", 0),
            ],
            ["product_id"],
        )
        return self.union(*(product for [product] in stock))

    def _ozon_without_article(self):
        """The products without article and Ozon code: no card can be matched with them."""
        return self.filtered(
            lambda product: not (product.default_code or "").strip() and not product.ozon_code
        )

    def _ozon_give_articles(self, account):
        """:return: an action: the list in which a person enters what a synchronisation lacks"""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enter an article or an Ozon code, then try again"),
            "res_model": "product.product",
            "views": [
                (self.env.ref("ozon_connector.product_product_view_list_offending").id, "list"),
            ],
            "domain": [("id", "in", self.ids)],
            "context": {
                "ozon_account_id": account.id, "active_test": False, "create": False,
                "delete": False,
            },
        }
