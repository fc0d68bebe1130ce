"""A bookkeeper in Chromium, in Russian, in the company that the other tests have."""

from odoo import Command
from odoo.tests import HttpCase

from tests.odoo.common import OzonCase


class BrowserCase(HttpCase, OzonCase):
    """Log in as `admin`, password `admin`."""

    def setUp(self):
        super().setUp()
        self.admin = self.env.ref("base.user_admin")
        self.admin.write(
            {
                "company_ids": [Command.set(self.company.ids)],
                "company_id": self.company.id,
                "password": "admin",
                "lang": "ru_RU",
            }
        )
