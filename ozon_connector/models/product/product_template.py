from odoo import api, fields, models


class ProductTemplate(models.Model):
    """The code on Ozon of a product without variants."""

    _inherit = "product.template"

    ozon_code = fields.Char(
        compute="_compute_ozon_code", inverse="_inverse_ozon_code",
        search="_search_ozon_code",
        help="The product's SKU on Ozon, «Код товара OZON» in Ozon's reports.",
    )

    @api.depends("product_variant_ids.ozon_code")
    def _compute_ozon_code(self):
        self._compute_template_field_from_variant_field("ozon_code")

    def _inverse_ozon_code(self):
        self._set_product_variant_field("ozon_code")

    def _search_ozon_code(self, operator, value):
        variants = self.env["product.product"].with_context(active_test=False)
        return [("product_variant_ids", "in", variants._search([("ozon_code", operator, value)]))]

    def _get_related_fields_variant_template(self):
        return super()._get_related_fields_variant_template() + ["ozon_code"]
