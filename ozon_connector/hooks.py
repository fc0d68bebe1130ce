BOOKED_MODELS = ("res.partner", "product.product", "product.template")


def uninstall_hook(env):
    """Keep booked documents intact, since Odoo deletes the records of the addon."""
    env.cr.execute("DROP TABLE IF EXISTS ozon_request_place, ozon_product_claim")
    if env["ozon.account"].with_context(active_test=False).search_count([], limit=1):
        keep_booked_records(env, "ozon_connector")
    # Done activities are archived, and would prevent Odoo from deleting their types.
    types = env["ir.model.data"].search([
        ("module", "=", "ozon_connector"), ("model", "=", "mail.activity.type"),
    ])
    env["mail.activity"].with_context(active_test=False).search([
        ("activity_type_id", "in", types.mapped("res_id")),
    ]).unlink()


def keep_booked_records(env, module):
    """Turn the addon's partner and products, which documents use, into ordinary records.

    Otherwise Odoo would try to delete them, fail, and log errors.
    """
    env["ir.model.data"].search([
        ("module", "=", module), ("model", "in", BOOKED_MODELS),
    ]).unlink()
