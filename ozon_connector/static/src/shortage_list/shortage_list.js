import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

// How many products a page shows; the total is shown as a number.
const SHOWN = 10;

/**
 * What a report would drive below zero: a list of {product_id, product, needed, available, missing}.
 * If there are very many products, it has only the first ones.
 */
export class OzonShortageList extends Component {
    static template = "ozon_connector.ShortageList";
    static props = { ...standardFieldProps };

    get data() {
        return this.props.record.data;
    }

    get lines() {
        return (this.data[this.props.name] || []).slice(0, SHOWN);
    }

    get summary() {
        return _t("Missing: %(products)s product(s), %(units)s unit(s)", {
            products: this.data.shortage_products,
            units: this.format(this.data.shortage_units),
        });
    }

    get rest() {
        const more = this.data.shortage_products - SHOWN;
        return more > 0 ? _t("… and %s more", more) : "";
    }

    format(units) {
        const whole = Math.abs(units - Math.round(units)) < 0.005;
        return formatFloat(units, { digits: [16, whole ? 0 : 2] });
    }
}

registry.category("fields").add("ozon_shortage_list", {
    component: OzonShortageList,
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "shortage_products", type: "integer" },
        { name: "shortage_units", type: "float" },
    ],
});
