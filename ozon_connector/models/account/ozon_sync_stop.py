from odoo import fields, models


class OzonSyncStop(models.Model):
    """A person's wish to stop a synchronisation, for the job to find between two of its steps.

    On the account itself it could not be written while the job is at work on the same row.
    """

    _name = "ozon.sync.stop"
    _description = "Request to Stop an Ozon Synchronisation"
    _inherit = "ozon.facts.mixin"

    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True)
