"""Rules of services and settlements. Nothing here knows Odoo."""
