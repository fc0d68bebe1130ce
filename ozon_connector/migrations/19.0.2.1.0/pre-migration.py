"""Give the menu items of the app Ozon lower ids than our items under Purchase have."""


def migrate(cr, version):
    """Remove our items under Purchase; the update creates them again, after the app's items.

    When an action is opened by its URL, the web client shows the menu item with the lowest id.
    An item under which somebody has put others stays.
    """
    cr.execute("""
        WITH ours AS (
            SELECT menu.id
              FROM ir_ui_menu menu
              JOIN ir_model_data data
                ON data.model = 'ir.ui.menu' AND data.module = 'ozon_connector'
                   AND data.res_id = menu.id
             WHERE NOT EXISTS (SELECT 1 FROM ir_ui_menu child WHERE child.parent_id = menu.id)
        ), gone AS (
            DELETE FROM ir_ui_menu menu USING ours WHERE menu.id = ours.id RETURNING menu.id
        )
        DELETE FROM ir_model_data data
              USING gone
              WHERE data.model = 'ir.ui.menu' AND data.res_id = gone.id
    """)
