import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/**
 * The way from a month's revenue to its profit: a list of {name, label, amount, start, width, color},
 * a bar each. A bar leads to the products that it adds up.
 */
export class OzonProfitWay extends Component {
    static template = "ozon_connector_settlement.ProfitWay";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get steps() {
        return this.props.record.data[this.props.name] || [];
    }

    async open(step) {
        const { resModel, resId } = this.props.record;
        this.action.doAction(await this.orm.call(resModel, "action_open_part", [resId, step.name]));
    }
}

registry.category("fields").add("ozon_profit_way", {
    component: OzonProfitWay,
    supportedTypes: ["json"],
});
