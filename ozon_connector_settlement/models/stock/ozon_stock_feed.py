from odoo import api, fields, models
from odoo.addons.ozon_connector.ozon_api import errors
from odoo.addons.ozon_connector.tools.messages import ozon_error_message
from odoo.exceptions import UserError

# How many past counts are compared again, because a report arrives weeks later.
COUNTS_COMPARED = 3


class OzonStockFeed(models.Model):
    """The daily steps for an account's goods: count them, and compare past counts."""

    _name = "ozon.stock.feed"
    _description = "Reading of Ozon's Goods"
    _inherit = "ozon.feed.mixin"
    _feed_cron = "ozon_connector_settlement.ir_cron_read_goods"

    step = fields.Char(readonly=True)
    # Collected from today's steps.
    problems = fields.Text(readonly=True)

    _account_uniq = models.Constraint(
        "UNIQUE(account_id)", "The account already reads its goods.",
    )

    # Cron

    @api.model
    def _cron_read_goods(self):
        """Read the goods of all accounts; if one fails, the others continue."""
        accounts = self.env["ozon.account"]._accounts_to_load()
        today = self._today()
        for feed in self._ensure(accounts).filtered(lambda feed: feed.planned_on != today):
            feed._plan()
        self._run_due()

    @api.model
    def _read_now(self, accounts):
        """Read the goods of accounts at once in the background, because somebody waits for them."""
        for feed in self._ensure(accounts):
            feed._plan()
        self._trigger(fields.Datetime.now())

    def _plan(self):
        self.write({
            "step": self._steps()[0], "planned_on": self._today(),
            "next_attempt": fields.Datetime.now(), "failures": 0, "problems": False,
        })

    # Business: the steps

    @api.model
    def _steps(self):
        """:return: list of the steps' names; `_step_…` runs one and returns whether it continues"""
        return ["count", "compare"]

    def _job_step(self):
        if not self._is_due():
            return False
        self.run_at = fields.Datetime.now()
        feed = self.with_env(self.account_id._for_bookkeeper().env)
        try:
            with feed.account_id._client(patient=True) as client:
                goes_on = getattr(feed, f"_step_{feed.step}")(client)
        except errors.OzonError as error:
            if feed._stops(error):
                feed._note_error(error)
                return False
            return feed._next_step(ozon_error_message(feed.env, error))
        except UserError as error:
            return feed._next_step(error.args[0])
        feed.account_id._note_accepted()
        return goes_on or feed._next_step()

    @api.model
    def _stops(self, error):
        """Whether an error stops all steps; a right that the key lacks concerns one step only."""
        return isinstance(error, errors.TemporaryError | errors.CredentialsError) and not (
            isinstance(error, errors.MissingRole)
        )

    def _next_step(self, problem=None):
        """Continue with the next step, whatever the result of this one.

        :param problem: a message for the user; the step is tried again tomorrow
        :return: whether there is a next step
        """
        if problem:
            self.problems = "\n".join(filter(None, (self.problems, problem)))
        steps = self._steps()
        place = steps.index(self.step) + 1
        if place < len(steps):
            self.step = steps[place]
            return True
        self.write({
            "next_attempt": False, "failures": 0, "error_message": self.problems,
            "problems": False,
        })
        return False

    def _step_count(self, client):
        if self.account_id.count_stock:
            self.env["ozon.stock.count"]._take(self.account_id, client, self._today())

    def _step_compare(self, _client):
        self.env["ozon.stock.count"].search(
            [("account_id", "=", self.account_id.id)], order="date DESC", limit=COUNTS_COMPARED,
        )[1:]._compare()

    def _job_defect(self):
        self.write({
            "next_attempt": False,
            "error_message": self.env._(
                "The connector failed while it read the goods at Ozon, so this step changed "
                "nothing. Please tell the administrator: the server's log says why. The goods are "
                "read again tomorrow."
            ),
        })
