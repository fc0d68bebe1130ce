"""Every menu of the addons, opened as the web client opens it."""

from lxml import etree

from tests.odoo.outside import OutsideCase


class MenuCase(OutsideCase):
    """`open_menus` after `log_in`: nothing that a menu leads to is refused."""

    def open_menus(self):
        """Open each menu of ours that the user sees, with its views and what they list.

        :return: how many there are
        """
        menus = [
            menu
            for menu in self.url_open("/web/webclient/load_menus").json().values()
            if menu["actionID"] and (menu["xmlid"] or "").startswith("ozon_")
        ]
        for menu in menus:
            with self.subTest(menu["xmlid"]):
                self._open(self._ask("/web/action/load", menu["actionID"]))
        return len(menus)

    def _ask(self, url, action_id):
        context = {"allowed_company_ids": self.company.ids}
        params = {"action_id": action_id, "context": context}
        answer = self.url_open(url, json={"params": params}).json()
        self.assertNotIn("error", answer)
        return answer["result"]

    def _open(self, action):
        if action["type"] == "ir.actions.server":
            action = self._ask("/web/action/run", action["id"])
        if action["type"] != "ir.actions.act_window":
            return
        model = action["res_model"]
        answer = self.call(model, "get_views", views=action["views"], options={})
        self.assertIsNone(self.refusal)
        if "list" in answer["views"]:
            view = etree.fromstring(answer["views"]["list"]["arch"])
            shown = {field.get("name"): {} for field in view.findall("field")}
            self.call(model, "web_search_read", [], shown, limit=80)
            self.assertIsNone(self.refusal)
