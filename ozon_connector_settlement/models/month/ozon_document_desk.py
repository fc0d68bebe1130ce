from odoo import models


class OzonDocumentMixin(models.AbstractModel):
    """Lists what a person has to do about documents on the desk."""

    _inherit = "ozon.document.mixin"

    def _desk_tasks(self):
        """:return: list of tasks about the document; see `ozon.month.desk._task`"""
        desk, name = self.env["ozon.month.desk"], self.display_name
        if self.state == "to_match":
            return [desk._task(
                self, self.env._("%s waits for a choice", name), self.env._("Choose"),
            )]
        if self.state == "to_review":
            text = self.attention or self.env._("it is drafted and not confirmed")
            return [desk._task(self, f"{name}: {text}", self.env._("Review"))]
        if self.error_message:
            first_line = self.error_message.split("\n")[0]
            return [desk._task(self, f"{name}: {first_line}", self.env._("Open"))]
        return []
