from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..domain import calendar
from ..tools.drafted_entries import changed_texts
from ..tools.moments import utc_now


class OzonSetup(models.TransientModel):
    """Everything that booking an account's months needs, with its state and a way to fix it.

    It first shows its proposals. They are carried out, with the user's rights, when the user
    applies them.
    """

    _name = "ozon.setup"
    _description = "Set Up of an Ozon Account"

    account_id = fields.Many2one(
        "ozon.account", required=True, ondelete="cascade",
        default=lambda self: self._default_account_id(),
    )
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, related_sudo=False,
    )
    # A list of rows from `ozon.requirement`.
    checks = fields.Json(compute="_compute_checks")
    missing_count = fields.Integer(compute="_compute_checks")
    open_count = fields.Integer(compute="_compute_checks")
    can_propose = fields.Boolean(compute="_compute_checks")
    proposal_ids = fields.One2many("ozon.setup.proposal", "setup_id")

    @api.depends("account_id")
    def _compute_display_name(self):
        for setup in self:
            setup.display_name = self.env._("Set Up: %s", setup.account_id.name)

    @api.depends("account_id", "proposal_ids")
    @api.depends_context("lang")
    def _compute_checks(self):
        requirements = self.env["ozon.requirement.proposals"]
        manager = self.env.user.has_group("ozon_connector.group_ozon_manager")
        for setup in self:
            # An unsaved form can name any account, whose needs must not be revealed.
            account = setup.account_id._filtered_access("read")
            rows = requirements._rows(account) if account else []
            if not manager:
                rows = [{**row, "buttons": []} for row in rows]
            setup.checks = rows
            setup.missing_count = sum(row["state"] == "failed" for row in rows)
            setup.open_count = sum(row["state"] != "passed" for row in rows)
            setup.can_propose = bool(
                manager and setup.open_count and requirements._proposals(account)
            )

    @api.model
    def _default_account_id(self):
        """The first account that lacks something, or simply the first one."""
        accounts = self.env["ozon.account"].search([
            ("company_id", "in", self.env.companies.ids),
        ])
        return (accounts.filtered("missing_count") or accounts)[:1]

    # Actions

    def action_propose(self):
        """Show proposals for everything that is missing. This changes nothing."""
        self.ensure_one()
        self._check_manager()
        self._show_proposals()
        if not self.proposal_ids:
            raise UserError(self.env._(
                "There is nothing to propose. What is still missing has a button of its own."
            ))
        return True

    def action_discard(self):
        """Leave everything as it is."""
        self.ensure_one()
        self.proposal_ids.unlink()
        return True

    def action_apply(self, name=None):
        """Carry out the chosen proposals, or a single one.

        :param name: a need of `ozon.requirement`; None for those chosen in the list of proposals
        :return: an action that opens the first month of a new account, once nothing keeps it from
            being loaded; otherwise True
        """
        self.ensure_one()
        self._check_manager()
        proposals = self.env["ozon.requirement.proposals"]._proposals(self.account_id)
        if name is None:
            chosen = self.proposal_ids.filtered("selected")
            self._check_proposed(chosen, proposals)
            names = chosen.mapped("name")
        else:
            names = [name]
            self._check_possible(name, proposals)
        self._apply([proposals[name] for name in names])
        setup = self._after("chart" in names)
        # After a single one the person stays at the list, as after a chart with more to propose.
        if name is None and not setup.proposal_ids:
            return setup._open_first_month() or True
        return True

    def action_keep(self, name):
        """Note that a person has confirmed it to be right as it is."""
        self.ensure_one()
        self._check_manager()
        self.env["ozon.requirement.proposals"]._confirm(self.account_id, name)
        return True

    def action_mend(self, name):
        """The form in which a person fixes it.

        :param name: a need of `ozon.requirement`
        """
        self.ensure_one()
        account, company = self.account_id, self.company_id
        records = {
            "chart": None,
            "payable": account.partner_id,
            "receivable": account.partner_id,
            "income_account": account.sale_journal_id,
            "inn": company,
        }
        lists = {
            "bank_journal": ("account.journal", [("company_id", "=", company.id)]),
            "warehouse": ("stock.warehouse", [("company_id", "=", company.id)]),
            "rates": ("res.currency", []),
        }
        if name == "chart":
            return self.env["ir.actions.act_window"]._for_xml_id("account.action_account_config")
        if name in lists:
            model, domain = lists[name]
            return {
                "type": "ir.actions.act_window", "name": self._title(name), "res_model": model,
                "views": [(False, "list"), (False, "form")], "domain": domain,
            }
        record = records.get(name) or account
        return record._get_records_action(name=self._title(name), target="new")

    # Business

    def _check_manager(self):
        """Refuse anybody but an administrator of Ozon. Users only see what is missing."""
        self.account_id.check_access("write")

    def _title(self, name):
        [row] = self.env["ozon.requirement"]._rows(self.account_id, names=[name])
        return row["title"]

    def _show_proposals(self):
        requirements = self.env["ozon.requirement.proposals"]
        proposals = requirements._proposals(self.account_id)
        titles = {row["name"]: row["title"] for row in requirements._rows(self.account_id)}
        values = []
        for proposal in proposals.values():
            allowed = requirements._is_allowed(proposal)
            values.append({
                "name": proposal.name,
                "title": titles[proposal.name],
                "value": proposal.value,
                "reason": proposal.reason if allowed else self.env._(
                    "You lack the rights for it; ask an administrator"
                ),
                "allowed": allowed,
                "selected": allowed and proposal.selected,
            })
        self.proposal_ids = [Command.clear(), *map(Command.create, values)]

    def _check_proposed(self, chosen, proposals):
        """Show the proposals again if somebody else has changed something in the meantime."""
        for line in chosen:
            proposal = proposals.get(line.name)
            if not proposal or proposal.value != line.value:
                raise UserError(self.env._(
                    "%s has changed since it was proposed, so nothing was changed. Press «Discard» "
                    "and «Propose All» once more.", line.title,
                ))
            self._check_possible(line.name, proposals)

    def _check_possible(self, name, proposals):
        if name not in proposals:
            raise UserError(self.env._(
                "There is nothing to propose any more, so nothing was changed. Reload the page."
            ))
        if not self.env["ozon.requirement.proposals"]._is_allowed(proposals[name]):
            raise UserError(self.env._(
                "You lack the rights to set up «%s», so nothing was changed. Ask an administrator "
                "of Odoo.", self._title(name),
            ))

    def _apply(self, proposals):
        for proposal in proposals:
            proposal.apply()

    def _after(self, with_chart):
        """Show the next proposals at once, since a new chart brings journals and accounts.

        :return: the record, in the present environment
        """
        setup = self.env[self._name].browse(self.id)  # installing an addon builds a new registry
        setup.account_id._resume_documents()
        if with_chart:
            setup._show_proposals()
        else:
            setup.proposal_ids.unlink()
        return setup

    def _open_first_month(self):
        """Load the closed months of an account that has booked none yet, and show the last one.

        The scheduled action would do it later, or is doing it. A report that Ozon has not made yet
        waits, like any other; other kinds of documents are asked for when they are due.

        :return: an action, the report; False if the account should load nothing automatically now
        """
        account = self.account_id
        under_way = not account.next_step or account.next_step == "load"
        booked = "posted" in account.report_ids.mapped("state")
        if not account.auto_import or not under_way or booked:
            return False
        account.sudo()._create_reports(
            calendar.months(account.import_from, calendar.last_closed_month(utc_now()))
        )
        for kind in self.env["ozon.document"].sudo()._kinds():
            self._draft_again(kind)
            kind._create_due(account.sudo())
            kind._plan_next_run()
        report = account.report_ids.sorted("period")[-1:]
        return bool(report) and report._get_records_action()

    def _draft_again(self, kind):
        """Replace drafts that the scheduled action created before taxes and accounts were chosen.

        :param kind: a model of documents; drafts that a person has changed stay
        """
        drafted = kind.search([
            ("account_id", "=", self.account_id.id), ("state", "=", "to_review"),
        ])
        for document in drafted.filtered(lambda one: not changed_texts(one._documents())):
            document.with_context(ozon_for_page=True).action_draft_again()
