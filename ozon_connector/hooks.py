BOOKED_MODELS = ("res.partner", "product.product", "product.template")


def uninstall_hook(env):
    """Leave the documents of the books whole: Odoo deletes what the addon brought."""
    env.cr.execute("DROP TABLE IF EXISTS ozon_request_place")
    if env["ozon.account"].with_context(active_test=False).search_count([], limit=1):
        keep_booked_records(env, "ozon_connector")
    # Those that are done are archived, and would keep their types from going.
    types = env["ir.model.data"].search([
        ("module", "=", "ozon_connector"), ("model", "=", "mail.activity.type"),
    ])
    env["mail.activity"].with_context(active_test=False).search([
        ("activity_type_id", "in", types.mapped("res_id")),
    ]).unlink()


def keep_booked_records(env, module):
    """The addon's partner and products are in documents by now: they become ordinary records.

    Otherwise Odoo would try to delete them, fail, and log errors.
    """
    env["ir.model.data"].search([
        ("module", "=", module), ("model", "in", BOOKED_MODELS),
    ]).unlink()
