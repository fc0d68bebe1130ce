# Part of the Ozon connector. See LICENSE for full copyright and licensing details.
{
    "name": "Ozon Connector: Expenses",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "summary": "Goods without documents on an advance report",
    "author": "Ozon Connector contributors",
    "website": "https://apps.odoo.com/apps/modules/19.0/ozon_connector",
    "license": "LGPL-3",
    "depends": [
        "ozon_connector",
        "hr_expense",
    ],
    "data": [
        "data/product_data.xml",
        "views/purchase_order_views.xml",
        "wizards/ozon_kopeck_receipt_views.xml",
    ],
    "auto_install": True,
    "uninstall_hook": "uninstall_hook",
}
