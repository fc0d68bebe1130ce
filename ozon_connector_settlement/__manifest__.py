# Part of the Ozon connector. See LICENSE for full copyright and licensing details.
{
    "name": "Ozon Connector: Settlement",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "summary": "Ozon's services, payouts and balance in the books, every difference explained",
    "author": "Ozon Connector contributors",
    "license": "LGPL-3",
    "depends": [
        "ozon_connector",
    ],
    "data": [
        "security/ir.model.access.csv",
        "security/ozon_connector_settlement_rules.xml",
        "data/ir_cron_data.xml",
        "data/mail_activity_type_data.xml",
        "views/ozon_accrual_views.xml",
        "views/ozon_accrual_type_views.xml",
        "views/ozon_settlement_views.xml",
        "views/ozon_service_act_views.xml",
        "views/ozon_compensation_type_views.xml",
        "views/ozon_compensation_views.xml",
        "wizards/ozon_month_opening_views.xml",
        "reports/ozon_month_templates.xml",
        "reports/ozon_month_print.xml",
        "views/ozon_month_views.xml",
        "views/ozon_payout_candidate_views.xml",
        "views/ozon_payout_views.xml",
        "views/ozon_account_views.xml",
        "views/account_move_views.xml",
        "views/ozon_connector_settlement_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "ozon_connector_settlement/static/src/**/*",
        ],
        "web.assets_tests": [
            "ozon_connector_settlement/static/tests/tours/**/*",
        ],
    },
    "auto_install": True,
}
