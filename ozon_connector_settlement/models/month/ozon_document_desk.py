from odoo import models


class OzonDocumentMixin(models.AbstractModel):
    """What is to do about documents stands on the first page."""

    _inherit = "ozon.document.mixin"

    def _desk_tasks(self):
        """What a person has to do about the document."""
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
