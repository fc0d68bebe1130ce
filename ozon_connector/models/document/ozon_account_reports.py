from odoo import api, models
from odoo.exceptions import UserError

from ...tools.moments import utc_now


class OzonAccountReports(models.Model):
    """The monthly documents of a cabinet: which are due, and what wakes them."""

    _inherit = "ozon.account"

    @api.ondelete(at_uninstall=False)
    def _unlink_without_documents(self):
        if self.env["ozon.document"].sudo().search_count([("account_id", "in", self.ids)], limit=1):
            raise UserError(self.env._(
                "The account has documents of Ozon, which would lose their origin. Archive the "
                "account instead: nothing is loaded for it any more."
            ))

    # Cron

    @api.model
    def _cron_import_reports(self):
        """Load the documents that are due, of every kind and account.

        Also compare the last two months with Ozon, which may have changed them.
        A fault of one account or month does not delay the others.
        """
        accounts = self._accounts_to_load()
        kinds = self.env["ozon.document"]._kinds()
        for kind in kinds:
            kind._mark_for_comparison(accounts)
        self.env["ozon.document"]._create_due(accounts)
        for kind in kinds:
            kind._run_due()

    @api.model
    def _cron_check_keys(self):
        """Since this runs every day, it also wakes the import of documents that are under way.

        A kind of document may be due on another day than the scheduled action. Also, when three
        servers in a row have died in a job, Odoo considers it failed and forgets its next run; the
        import would then wait until next month.
        """
        result = super()._cron_check_keys()
        self.env["ozon.document"]._create_due(self._accounts_to_load())
        for kind in self.env["ozon.document"]._kinds():
            # Somebody may have set up elsewhere what was missing.
            kind._resume(self.search(["|", ("state", "!=", "draft"), ("by_files", "=", True)]))
            kind._plan_next_run()
        return result

    # Business

    def _needed_methods(self):
        return {
            **{
                method: part for kind in self.env["ozon.document"]._kinds()
                for method, part in kind._ozon_methods().items()
            },
            **super()._needed_methods(),
        }

    def _note_accepted(self):
        """Let the documents go on that have waited for a key."""
        refused = self.state == "error"
        result = super()._note_accepted()
        if refused:
            for kind in self.env["ozon.document"]._kinds():
                waiting = kind.search([("account_id", "in", self.ids), ("state", "=", "waiting")])
                waiting._retry_at(utc_now())
        return result

    @api.model
    def _accounts_to_load(self):
        """The accounts whose documents are loaded automatically."""
        return self.search([
            ("state", "!=", "draft"), ("auto_import", "=", True), ("by_files", "=", False),
        ])
