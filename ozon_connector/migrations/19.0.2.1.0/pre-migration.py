"""The app Ozon has the oldest menus of our actions, also where those under Purchase were first."""


def migrate(cr, version):
    """Remove our entries under Purchase; the update makes them anew, after those of the app.

    The web client shows an action that is opened by its address in the menu with the lowest id.
    An entry under which somebody has put others stays.
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
