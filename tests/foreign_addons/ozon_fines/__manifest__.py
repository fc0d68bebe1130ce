{
    "name": "Ozon Fines (test)",
    "summary": "A kind of document that the Ozon connector has never heard of",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "Ozon Connector contributors",
    "license": "LGPL-3",
    "depends": ["ozon_connector"],
    "data": ["ir.model.access.csv", "ir_rule.xml"],
}
