"""The Russian company that dev/bench works in."""

import contextlib

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import call_kw
from odoo.tools import config

from shared.plain_company import create_russian_company


class LocalOdoo:
    """Calls Odoo like the external API, but in this process."""

    def __init__(self, env):
        self.user = env.uid
        self._env = env

    def __call__(self, model, method, *arguments, **options):
        return call_kw(self._env[model], method, list(arguments), options)


@contextlib.contextmanager
def company_environment(configuration, database):
    """:return: an environment in the company; the caller ends its transaction"""
    config.parse_config(["--config", configuration])
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        create_russian_company(LocalOdoo(env), "ООО «Скорость»", "7712345671")
        company = env.user.company_id
        cr.commit()
        yield env(context={"allowed_company_ids": company.ids})
