{
    "name": "Somebody's Goods",
    "version": "19.0.1.0.0",
    "author": "Somebody else",
    "license": "LGPL-3",
    "depends": ["stock_account"],
}
