from odoo import api, fields, models

OZON_USERS = "ozon_connector.group_ozon_user"


class AccountMove(models.Model):
    """The page of a vendor bill that shows the report behind it.

    It is read with the user's rights, since an unsaved form can name a report of another company.
    """

    _inherit = "account.move"

    ozon_line_ids = fields.One2many(
        related="ozon_report_id.line_ids", string="Goods of the Ozon Report", groups=OZON_USERS,
        related_sudo=False,
    )
    ozon_currency_id = fields.Many2one(
        related="ozon_report_id.currency_id", string="Currency of the Ozon Report",
        groups=OZON_USERS, related_sudo=False,
    )
    ozon_revenue = fields.Monetary(
        related="ozon_report_id.revenue", string="Ozon Revenue",
        currency_field="ozon_currency_id", groups=OZON_USERS, related_sudo=False,
    )
    ozon_fee_payable = fields.Monetary(
        related="ozon_report_id.fee_payable", string="Ozon Commission Payable",
        currency_field="ozon_currency_id", groups=OZON_USERS, related_sudo=False,
    )
    ozon_points = fields.Monetary(
        related="ozon_report_id.points", string="Ozon Points for Discounts",
        currency_field="ozon_currency_id", groups=OZON_USERS, related_sudo=False,
    )
    ozon_accrual = fields.Monetary(
        related="ozon_report_id.accrual", string="Accrued by Ozon",
        currency_field="ozon_currency_id", groups=OZON_USERS, related_sudo=False,
    )

    @api.model
    def get_empty_list_help(self, help_message):
        help_message = super().get_empty_list_help(help_message)
        if self.env.context.get("ozon_bills"):
            help_message = self.env["ozon.next.step"]._with_next_step(help_message)
        return help_message
