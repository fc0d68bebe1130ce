# Part of the Ozon connector. See LICENSE for full copyright and licensing details.
{
    'name': 'Ozon Connector',
    'version': '19.0.1.0.0',
    'category': 'Accounting/Accounting',
    'summary': 'Ozon realization reports as vendor bills',
    'author': 'Ozon Connector contributors',
    'license': 'LGPL-3',
    'depends': [
        'account',
        'purchase_stock',
    ],
    'external_dependencies': {'python': ['requests']},
    'data': [
        'security/ozon_connector_groups.xml',
        'security/ir.model.access.csv',
        'security/ozon_connector_rules.xml',
        'data/mail_activity_type_data.xml',
        'data/res_partner_data.xml',
        'data/product_data.xml',
        'data/ir_config_parameter_data.xml',
        'data/ir_cron_data.xml',
        'wizards/ozon_connect_views.xml',
        'wizards/ozon_kopeck_receipt_views.xml',
        'wizards/ozon_report_import_views.xml',
        'views/ozon_product_views.xml',
        'views/ozon_account_views.xml',
        'views/ozon_realization_report_views.xml',
        'views/ozon_kopeck_receipt_views.xml',
        'views/account_move_views.xml',
        'views/product_views.xml',
        'views/res_config_settings_views.xml',
        'views/ozon_connector_menus.xml',
    ],
    'assets': {
        'web.assets_backend': [
            'ozon_connector/static/src/**/*',
        ],
        'web.assets_tests': [
            'ozon_connector/static/tests/tours/**/*',
        ],
    },
    'application': True,
}
