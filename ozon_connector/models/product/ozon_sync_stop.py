from odoo import fields, models


class OzonSyncStop(models.Model):
    """A person's request to stop a synchronisation. The job looks for it between its steps.

    It cannot be a field of the account, because the job has that row locked.
    """

    _name = "ozon.sync.stop"
    _description = "Request to Stop an Ozon Synchronisation"
    _inherit = "ozon.facts.mixin"

    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True)
