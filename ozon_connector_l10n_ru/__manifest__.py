# Part of the Ozon connector. See LICENSE for full copyright and licensing details.
{
    "name": "Russia - Trading Accounts",
    "version": "19.0.1.0.0",
    "category": "Accounting/Localizations/Account Charts",
    "summary": "Russian chart of accounts for trading companies, VAT of 2026",
    "author": "Ozon Connector contributors",
    "website": "https://apps.odoo.com/apps/modules/19.0/ozon_connector",
    "license": "LGPL-3",
    "countries": ["ru"],
    "depends": [
        "account",
    ],
    # Installed together with Invoicing if a company is in Russia.
    "auto_install": ["account"],
}
