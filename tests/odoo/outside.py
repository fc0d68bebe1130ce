"""Calls over the external API, as users with certain rights."""

from odoo import Command
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from tests.odoo.common import OzonCase
from tests.odoo.kopeck import KopeckCase


class AdminCase(HttpCase, OzonCase):
    """`log_in_as_admin`: Odoo's administrator, in the company of the tests."""

    def log_in_as_admin(self):
        self.admin = self.env.ref("base.user_admin")
        self.admin.write(
            {
                "company_ids": [Command.link(self.company.id)],
                "company_id": self.company.id,
                "password": "admin",
                "lang": "en_US",
            }
        )
        self.authenticate("admin", "admin")


class OutsideCase(HttpCase, KopeckCase):
    """`log_in` a user, then `call` as they would from outside; `refusal` is the reason."""

    def log_in(self, login, *groups):
        known = [self.env.ref(group, raise_if_not_found=False) for group in groups]
        user = self.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "password": login,
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set([group.id for group in known if group])],
            }
        )
        self.env.flush_all()
        self.authenticate(login, login)
        return user

    def call(self, model, method, *args, context=None, **kwargs):
        """The result of a call, or None if it is refused; its effects are in the database."""
        context = {"allowed_company_ids": self.company.ids, **(context or {})}
        call = {
            "model": model, "method": method, "args": list(args),
            "kwargs": {**kwargs, "context": context},
        }  # fmt: skip
        self.env.flush_all()
        with mute_logger("odoo.http", "odoo.sql_db", "odoo.models"):
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}", json={"params": call}
            ).json()
        self.env.invalidate_all()
        self.refusal = answer.get("error", {}).get("data", {}).get("message")
        return answer.get("result")
