from markupsafe import Markup

from odoo import api, models


class OzonNextStep(models.AbstractModel):
    """What a person does next who sees an empty list: a button that connects, sets up or loads."""

    _name = "ozon.next.step"
    _description = "Next Step with Ozon"

    @api.model
    def _with_next_step(self, help_message):
        """The help of an empty list, with the button of the next step.

        :return: `Markup`
        """
        return Markup("%s<p>%s</p>") % (Markup(help_message or ""), self._next_step_button())

    @api.model
    def _next_step_button(self):
        """The button of the next step: connect, synchronise, set up, or load earlier months."""
        button = Markup('<a type="action" href="#" role="button" class="btn btn-primary" %s>%s</a>')
        # The web client reads an action's help without record rules, so filter companies here.
        accounts = self.env["ozon.account"].search([
            ("company_id", "in", self.env.companies.ids),
        ])
        steps = set(accounts.mapped("next_step")) or {"connect"}
        if steps == {"connect"}:
            if not self.env.user.has_group("ozon_connector.group_ozon_manager"):
                return self.env._("An administrator of Ozon accounts connects the seller cabinet.")
            return button % (
                Markup('name="ozon_connector.ozon_connect_action"'), self.env._("Connect Ozon"),
            )
        if "synchronise" in steps:
            return button % (
                Markup('data-model="ozon.account" data-method="action_synchronise_next"'),
                self.env._("Synchronise Product Cards"),
            )
        if "set_up" in steps:
            return button % (
                Markup('data-model="ozon.account" data-method="action_set_up_next"'),
                self.env._("Set Up"),
            )
        if "bring" in steps:
            return button % (
                Markup('name="ozon_connector.ozon_file_import_action"'),
                self.env._("Bring a File"),
            )
        return button % (
            Markup('name="ozon_connector.ozon_report_import_action"'),
            self.env._("Load Earlier Months"),
        )
