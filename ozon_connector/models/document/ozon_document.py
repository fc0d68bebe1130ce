from odoo import api, fields, models
from odoo.tools import split_every

# The code of the scheduled actions that share in the work.
HELP = "model._cron_help()"
# This many accounts take a second or two.
PLANNED_AT_ONCE = 20


class OzonDocument(models.Model):
    """A monthly document of Ozon, whatever its kind.

    Each kind is a model of its own with `ozon.document.mixin`. Journal entries, transfers and
    requests refer to every kind through this model, which only knows which record it stands for.
    """

    _name = "ozon.document"
    _description = "Ozon Document"
    _inherit = "ozon.facts.mixin"
    _order = "period DESC, account_id, id"

    res_model = fields.Char("Kind", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True,
    )
    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="restrict", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    period = fields.Date(required=True, readonly=True)
    kind = fields.Char("Document", compute="_compute_from_record")
    month = fields.Char(compute="_compute_from_record")
    number = fields.Char(compute="_compute_from_record")
    state = fields.Selection(
        lambda self: self.env["ozon.document.mixin"]._fields["state"]._description_selection(
            self.env
        ),
        "Status", compute="_compute_from_record",
    )
    attention = fields.Char(compute="_compute_from_record")
    move_ids = fields.One2many(
        "account.move", "ozon_document_id", "Journal Entries", readonly=True,
    )
    picking_ids = fields.One2many(
        "stock.picking", "ozon_document_id", "Transfers", readonly=True,
    )

    _record_uniq = models.UniqueIndex(
        "(res_model, res_id)", "This document of Ozon exists already.",
    )

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for document in self:
            document.display_name = document._record().display_name

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_from_record(self):
        for document in self:
            record = document._record()
            document.kind = self.env["ir.model"]._get(record._name).name
            for field in ("month", "number", "state", "attention"):
                document[field] = record[field]

    def action_open(self):
        """The form of the document."""
        self.ensure_one()
        return self._record()._get_records_action()

    @api.model
    def _kinds(self):
        """The kinds of documents that are installed.

        :return: a list of empty recordsets, one for each model with `ozon.document.mixin`
        """
        names = self.env.registry.descendants(["ozon.document.mixin"], "_inherit")
        return [self.env[name] for name in sorted(names) if not self.env[name]._abstract]

    @api.model
    def _create_due(self, accounts):
        """Create the documents that are due, of every kind, and commit after every few accounts.

        If a scheduled action is cut off three times before it has committed anything, Odoo does not
        call it again until its next date. For many accounts, creating the documents alone takes
        longer than a worker may live.

        :param accounts: the accounts whose documents are loaded automatically
        """
        for some in split_every(PLANNED_AT_ONCE, accounts.ids, accounts.browse):
            for kind in self._kinds():
                kind._create_due(some)
            self.env["ir.cron"]._commit_progress(len(some))

    @api.model
    def _go_on_with(self, cards):
        """Continue the documents that waited for products, now that cards have products.

        :param cards: `ozon.product`
        """
        for kind in self._kinds():
            kind._go_on_with(cards)

    # Cron

    @api.model
    def _cron_help(self):
        """Work on the documents that are due, alongside the scheduled action that imports them.

        Any number of scheduled actions may do this.
        """
        for kind in self._kinds():
            kind._run_due()

    @api.model
    def _call_helpers(self, companies):
        """Wake as many scheduled actions with `_cron_help` as can work alongside the caller.

        :param companies: whose documents are due
        """
        helpers = self.env["ir.cron"].sudo().search([
            ("model_id.model", "=", self._name), ("code", "=", HELP),
        ])
        for helper in helpers[:max(len(companies) - 1, 0)]:
            helper._trigger()

    # Business

    def _record(self):
        """:return: the record of its kind; of an empty recordset, an empty one of the mixin"""
        if not self:
            return self.env["ozon.document.mixin"]
        return self.env[self.res_model].browse(self.res_id)

    def _record_of_kind(self, model):
        """:return: the record if it is of this kind, otherwise an empty one of the kind"""
        return self.env[model].browse(self.res_id if self.res_model == model else ())

    def _records(self):
        """:return: a list of recordsets, one for each kind among the documents"""
        return [
            self.env[model].browse(documents.mapped("res_id"))
            for model, documents in self.grouped("res_model").items()
        ]
