"""A person presses a button whose work continues in the background, and leaves the page."""

import inspect
import json
import re
from collections import defaultdict
from unittest.mock import patch

import pytest

from tests.browser.common import BrowserCase

MODELS = "odoo.addons.ozon_connector.models"
# The modules with `ROWS_IN_PAGE`: a page does not wait for more rows than that.
ROWS_IN_PAGE = (f"{MODELS}.common.ozon_task_mixin", f"{MODELS}.document.ozon_document_run")
TASKS = "ozon_connector.ir_cron_run_tasks"
REPORTS = "ozon_connector.ir_cron_import_reports"

# Our methods call one of these to leave work to the background.
BEGINS = re.compile(
    r"\b_(leave_to_background|trigger|plan|retry_at|ask_again|start_sync|run_in_request"
    r"|load_now|read_now)\("
)
# What the tour does after it has left the page before the answer: see `leave_tour.js`.
AT_THE_END, AT_THE_RELOAD = ("leaveAtTheEnd",), ("leaveAtTheReload",)
# The planned job is deleted, or done unseen, so that the next button can be pressed.
PLANNED, DONE, IN_THE_PAGE = ("giveUp",), ("doIt",), ()


def background_buttons(env):
    """The buttons whose work may continue in the background after their page is closed.

    Their context says so, or their method calls another one that begins such work.

    :return: {model: names of methods}
    """
    marked = env["ir.ui.view"].search([("arch_db", "like", "ozon_for_page")])
    views = env["ir.ui.view"].search([
        ("mode", "=", "primary"), ("type", "in", ("form", "kanban", "list")),
        "|", ("model", "like", "ozon.%"), ("model", "in", marked.mapped("model")),
    ])  # fmt: skip
    found = defaultdict(set)
    for view in views:
        for model, button in _buttons(env, view._get_combined_arch(), view.model):
            name = button.get("name")
            if "ozon_for_page" in button.get("context", "") or _begins(env[model], name):
                found[model].add(name)
    return dict(found)


def _buttons(env, node, model):
    """The buttons of a view, each with its model: fields may have views inside."""
    for child in node:
        if child.tag == "field" and len(child):
            yield from _buttons(env, child, env[model]._fields[child.get("name")].comodel_name)
            continue
        if child.tag in ("button", "a") and child.get("type") == "object":
            yield model, child
        yield from _buttons(env, child, model)


def _begins(records, name):
    classes = [one for one in type(records).mro() if "ozon_connector" in one.__module__]
    methods = [vars(one)[name] for one in classes if name in vars(one)]
    return any(BEGINS.search(inspect.getsource(method)) for method in methods)


@pytest.mark.exhaustive
class LeaveCase(BrowserCase):
    """Even a little work goes to the background if the page may leave it there."""

    # The class presses all buttons of these models.
    leaves = frozenset()
    # {model: buttons that another class presses}
    elsewhere = {}
    modules = ROWS_IN_PAGE

    def arrange(self):
        super().arrange()
        for module in self.modules:
            self.enterContext(patch(f"{module}.ROWS_IN_PAGE", 0))
        self.env["ir.model.access"].create({
            "name": "leaving", "perm_unlink": True,
            "model_id": self.env.ref("ozon_connector.model_ozon_task").id,
            "group_id": self.env.ref("base.group_system").id,
        })  # fmt: skip

    def setUp(self):
        super().setUp()
        self.pressed = defaultdict(set)

    def press(self, record, button, progress=None, moments=AT_THE_END, cron=TASKS, **values):
        """What the tour does with a button.

        :param record: the record whose page has the button, or its model and a domain if it
            does not exist yet
        :param progress: the record whose page shows the progress, if it is another one
        :param moments: what the tour does afterwards
        :param cron: the scheduled action that does the work
        :param values: `model`: the model of the button, if it is in a list on the page; `asks`:
            whether Odoo asks the person first; `tab`: the part of the page with the button;
            `dialog`: the view of the dialog with the button; `progress_dialog`: the view of the
            dialog that shows the progress
        """
        page = self.page(record, values.get("dialog"))
        self.pressed[values.get("model", page["model"])].add(button)
        return {
            **page, "button": button, "moments": moments, "crons": [self.env.ref(cron).id],
            "asks": values.get("asks", False), "tab": values.get("tab", ""),
            "progress": self.page(progress or record, values.get("progress_dialog")),
        }  # fmt: skip

    def page(self, record, dialog):
        view = dialog and self.env.ref(dialog).id
        model, domain = (
            record if isinstance(record, tuple) else (record._name, [("id", "=", record.id)])
        )
        return {
            "model": model, "domain": domain, "inDialog": bool(dialog),
            "view": view or self.env[model].get_view(view_type="form")["id"],
        }  # fmt: skip

    def leave(self, *presses):
        """Press the buttons, and leave their pages."""
        self.env.cr.flush()
        plan = f"odoo.ozonPresses = {json.dumps(presses)}"
        self.start_tour(
            "/odoo/ozon-accounts", "ozon_leave", code=f"{plan}; odoo.startTour('ozon_leave')",
            login="admin",
        )  # fmt: skip
        self.env.invalidate_all()

    def dialog(self, model, **values):
        """A dialog that the person of the browser has opened."""
        return self.env[model].with_user(self.admin).create(values)

    def assert_all_pressed(self):
        """The test has pressed every such button of its models."""
        buttons = background_buttons(self.env)
        self.assertEqual(self.pressed, {
            model: buttons[model] - self.elsewhere.get(model, set()) for model in self.leaves
        })  # fmt: skip
