"""Odoo's command line as a file: a server with workers starts one of its processes by its name."""

from odoo.cli import main

if __name__ == "__main__":
    main()
