"""Rules of services and settlements. Nothing here depends on Odoo."""
