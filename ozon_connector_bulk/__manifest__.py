# Part of the Ozon connector. See LICENSE for full copyright and licensing details.
{
    "name": "Ozon Connector: Bulk",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "summary": "Documents, goods and products of a month at once, not row by row",
    "author": "Ozon Connector contributors",
    "website": "https://apps.odoo.com/apps/modules/19.0/ozon_connector",
    "license": "LGPL-3",
    "depends": [
        "ozon_connector",
    ],
    "auto_install": True,
}
