{
    "name": "Somebody's Accounting",
    "version": "19.0.1.0.0",
    "author": "Somebody else",
    "license": "LGPL-3",
    "depends": ["account"],
}
