from odoo.addons.ozon_connector.hooks import keep_booked_records


def uninstall_hook(env):
    """Keep the product of expenses if it is used; Odoo deletes the records of the addon."""
    product = env.ref("ozon_connector_hr_expense.product_goods_without_documents", False)
    if product and env["hr.expense"].search_count([("product_id", "=", product.id)], limit=1):
        keep_booked_records(env, "ozon_connector_hr_expense")
