"""A bookkeeper in Chromium, in Russian, in the company of the other tests."""

import functools

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.tests import HttpCase
from odoo.tests.common import get_db_name

from tests.odoo.common import OzonCase

# The bundles that a page of the web client loads.
BUNDLES = ("bus.websocket_worker_assets", "web.assets_tests", "web.assets_web",
           "web.assets_web_print")  # fmt: skip


@functools.cache
def generate_assets(database):
    """Commit scripts and styles to the database: those generated in a test would be rolled back."""
    with Registry(database).cursor() as cr:
        pages = api.Environment(cr, SUPERUSER_ID, {})["ir.qweb"]
        for name in BUNDLES:
            bundle = pages._get_asset_bundle(name, css=True, js=True)
            bundle.js()
            bundle.css()


class BrowserCase(HttpCase, OzonCase):
    """Log in as `admin`, password `admin`."""

    @classmethod
    def setUpClass(cls):
        generate_assets(get_db_name())
        super().setUpClass()

    def arrange(self):
        super().arrange()
        self.admin = self.env.ref("base.user_admin")
        self.admin.write(
            {
                "company_ids": [Command.set(self.company.ids)],
                "company_id": self.company.id,
                "password": "admin",
                "lang": "ru_RU",
            }
        )

    def start_tour(self, *args, timeout=240, **kwargs):
        """Like Odoo's own method, but as patient as the tours (`static/tests/tours/tour.js`)."""
        super().start_tour(*args, timeout=timeout, **kwargs)
