import { registry } from "@web/core/registry";
import { formatFloat } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** What a report would drive below zero: a list of {product_id, product, needed, available, missing}. */
export class OzonShortageList extends Component {
    static template = "ozon_connector.ShortageList";
    static props = { ...standardFieldProps };

    get lines() {
        return this.props.record.data[this.props.name] || [];
    }

    format(units) {
        return formatFloat(units, { digits: [16, Number.isInteger(units) ? 0 : 2] });
    }
}

registry.category("fields").add("ozon_shortage_list", {
    component: OzonShortageList,
    supportedTypes: ["json"],
});
