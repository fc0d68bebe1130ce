import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** A month by its name, chosen from those that the record offers in `month_choices`. */
export class OzonMonth extends Component {
    static template = "ozon_connector.Month";
    static props = { ...standardFieldProps, id: { type: String, optional: true } };

    get value() {
        const day = this.props.record.data[this.props.name];
        return day ? serializeDate(day.startOf("month")) : "";
    }

    get choices() {
        return this.props.record.data.month_choices || [];
    }

    choose(ev) {
        return this.props.record.update({ [this.props.name]: deserializeDate(ev.target.value) });
    }
}

registry.category("fields").add("ozon_month", {
    component: OzonMonth,
    supportedTypes: ["date"],
    fieldDependencies: [{ name: "month_choices", type: "json" }],
});
