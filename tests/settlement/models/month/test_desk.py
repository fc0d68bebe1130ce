"""The first page of a company that has no account with Ozon yet."""

from odoo import Command
from odoo.tests import new_test_user

from tests.odoo.common import OzonCase

CONNECT = "ozon_connector.ozon_connect_action"


class TestFirstTask(OzonCase):
    def tasks(self, user=None):
        desk = self.env["ozon.month.desk"].with_user(user or self.env.user).get_desk()
        return [task["action"] for task in desk["tasks"]]

    def test_the_first_thing_to_do_is_to_connect_a_cabinet(self):
        self.assertEqual(self.tasks(), [CONNECT])
        self.assertEqual(self.env.ref(CONNECT).res_model, "ozon.connect")

    def test_once_there_is_one_its_own_steps_come_next(self):
        self.connect()
        self.assertNotIn(CONNECT, self.tasks())
        self.assertTrue(self.tasks())

    def test_who_may_not_connect_is_not_asked_to(self):
        user = new_test_user(
            self.env, "ozon_bookkeeper", groups="ozon_connector.group_ozon_user",
            company_id=self.company.id, company_ids=[Command.set(self.company.ids)],
        )  # fmt: skip
        self.assertEqual(self.tasks(user), [])
