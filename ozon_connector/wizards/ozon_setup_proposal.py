from odoo import fields, models


class OzonSetupProposal(models.TransientModel):
    """Something that «Set Up» would do: shown first, and done only if it is chosen."""

    _name = "ozon.setup.proposal"
    _description = "Proposal for the Set Up of an Ozon Account"

    setup_id = fields.Many2one("ozon.setup", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(
        related="setup_id.company_id", store=True, related_sudo=False,
    )
    name = fields.Char(required=True, readonly=True)
    title = fields.Char("What Is Missing", readonly=True)
    value = fields.Char("Proposal", readonly=True)
    reason = fields.Char("Why", readonly=True)
    allowed = fields.Boolean(readonly=True)
    selected = fields.Boolean("Apply")
