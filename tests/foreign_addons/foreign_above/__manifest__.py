{
    "name": "Somebody's Addition to Ozon",
    "version": "19.0.1.0.0",
    "author": "Somebody else",
    "license": "LGPL-3",
    "depends": ["ozon_connector_bulk"],
}
