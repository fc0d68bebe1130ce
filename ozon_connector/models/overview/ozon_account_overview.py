from odoo import api, fields, models

from ..common.ozon_task_mixin import FOR_PAGE

TO_REVIEW = ("to_review", "to_match")


def count_by_account(records, accounts, field, values):
    """:return: {account: how many records have one of the values}"""
    return dict(records._read_group(
        [("account_id", "in", accounts.ids), (field, "in", values)], ["account_id"], ["__count"],
    ))


class OzonAccountOverview(models.Model):
    """What the overview shows of each account, read for all accounts at once."""

    _inherit = "ozon.account"

    last_currency_id = fields.Many2one("res.currency", compute="_compute_last_figures")
    last_month = fields.Char(compute="_compute_last_figures")
    last_state = fields.Selection(
        lambda self: self.env["ozon.realization.report"]._fields["state"]._description_selection(
            self.env
        ),
        "Status of the Last Report", compute="_compute_last_figures",
    )
    last_revenue = fields.Monetary(
        compute="_compute_last_figures", currency_field="last_currency_id",
    )
    last_fee_payable = fields.Monetary(
        "Last Commission Payable", compute="_compute_last_figures",
        currency_field="last_currency_id",
    )
    last_points = fields.Monetary(
        compute="_compute_last_figures", currency_field="last_currency_id",
    )
    last_accrual = fields.Monetary(
        compute="_compute_last_figures", currency_field="last_currency_id",
    )
    next_run = fields.Datetime(compute="_compute_next_run")
    report_review_count = fields.Integer("Reports to Review", compute="_compute_review_counts")
    card_review_count = fields.Integer("Cards to Match", compute="_compute_review_counts")
    next_step = fields.Selection(
        [
            ("connect", "Connect"),
            ("synchronise", "Synchronise product cards"),
            ("set_up", "Set up the books"),
            ("load", "Load earlier months"),
            ("bring", "Bring the first file"),
        ],
        compute="_compute_next_step",
    )

    @api.depends(
        "report_ids.accrual", "report_ids.currency_id", "report_ids.fee_payable",
        "report_ids.period", "report_ids.points", "report_ids.revenue", "report_ids.state",
    )
    @api.depends_context("lang")
    def _compute_last_figures(self):
        for account in self:
            report = account.last_report_id
            account.last_currency_id = report.currency_id
            account.last_month = report.month
            account.last_state = report.state
            month = account.report_ids.filtered_domain([
                ("period", "=", report.period), ("state", "not in", ("waiting", "cancelled")),
            ])
            account.last_revenue = sum(month.mapped("revenue"))
            account.last_fee_payable = sum(month.mapped("fee_payable"))
            account.last_points = sum(month.mapped("points"))
            account.last_accrual = sum(month.mapped("accrual"))

    @api.depends("by_files", "state", "auto_import", "report_ids.next_attempt")
    def _compute_next_run(self):
        cron = self.env.ref("ozon_connector.ir_cron_import_reports").sudo()
        attempts = dict(self.env["ozon.realization.report"]._read_group(
            [("account_id", "in", self.ids), ("state", "=", "waiting"),
             ("next_attempt", "!=", False)],
            ["account_id"], ["next_attempt:min"],
        ))
        for account in self:
            regular = account.auto_import and cron.active and cron.nextcall
            planned = [moment for moment in (regular, attempts.get(account)) if moment]
            asks = account.state != "draft" and not account.by_files
            account.next_run = asks and min(planned, default=False)

    @api.depends("report_ids.state", "product_ids.match_state")
    def _compute_review_counts(self):
        documents = [
            count_by_account(kind, self, "state", TO_REVIEW)
            for kind in self.env["ozon.document"]._kinds()
        ]
        cards = count_by_account(self.env["ozon.product"], self, "match_state", ("ambiguous",))
        for account in self:
            account.report_review_count = sum(counts.get(account, 0) for counts in documents)
            account.card_review_count = cards.get(account, 0)

    @api.depends("by_files", "state", "sync_date", "sync_step", "report_ids", "missing_count")
    def _compute_next_step(self):
        for account in self:
            if account.by_files:
                first = not account.report_ids and "bring"
                account.next_step = "set_up" if account.missing_count else first
            elif account.state != "connected":
                account.next_step = "connect"
            elif not account.sync_date and not account.sync_step:
                account.next_step = "synchronise"
            elif account.missing_count:
                account.next_step = "set_up"
            else:
                account.next_step = not account.report_ids and "load"

    @api.model
    def get_empty_list_help(self, help_message):
        help_message = super().get_empty_list_help(help_message)
        return self.env["ozon.next.step"]._with_next_step(help_message)

    # Actions

    @api.model
    def action_synchronise_next(self):
        """Synchronise the product cards of the first account that has none yet."""
        accounts = self.search([("state", "=", "connected")])
        account = accounts.filtered(lambda account: account.next_step == "synchronise")[:1]
        # Only the page of an empty list has this button.
        page = account.with_context(**{FOR_PAGE: True})
        return page.action_sync_products() if account else False

    def action_open_last_report(self):
        """The newest report of the account."""
        self.ensure_one()
        return self.last_report_id._get_records_action()

    def action_open_cards_to_review(self):
        """The account's product cards that a person has to look at."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("ozon_connector.ozon_product_action"),
            "context": {"search_default_account_id": self.id, "search_default_to_review": 1},
        }

    def action_open_reports_to_review(self):
        """The account's documents, of all kinds, that wait for a person."""
        self.ensure_one()
        self.check_access("read")
        waiting = [("account_id", "=", self.id), ("state", "in", TO_REVIEW)]
        found = {
            kind: kind.search(waiting) for kind in self.env["ozon.document"]._kinds()
        }
        others = self.env["ozon.document"].union(*(
            records.document_id for kind, records in found.items()
            if kind._name != "ozon.realization.report"
        ))
        action = self.action_open_reports()
        if not others:
            return {**action, "domain": [*action["domain"], ("state", "in", TO_REVIEW)]}
        documents = self.env["ozon.document"].union(
            *(records.document_id for records in found.values())
        )
        return documents._get_records_action(
            name=self.env._("To Review"), views=[(False, "list")],
            domain=[("id", "in", documents.ids)],
        )

    def action_import_earlier(self):
        """The dialog that asks which months of this account to load."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector.ozon_report_import_action"
            ),
            "context": {"default_account_id": self.id},
        }
