"""The rules, free of Odoo and of HTTP: Moscow months, the report's money, matching of goods."""
