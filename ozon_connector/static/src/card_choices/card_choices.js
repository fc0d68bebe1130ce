import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, useState } from "@odoo/owl";

/**
 * What a person should know about a product card, and the products to choose from, one click each:
 * a list of {id, name, fits, against}.
 */
export class OzonCardChoices extends Component {
    static template = "ozon_connector.CardChoices";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ busy: false });
    }

    get choices() {
        return this.props.record.data[this.props.name] || [];
    }

    get problem() {
        return this.props.record.data.problem;
    }

    /** Whether a person has to choose. With a product, the card waits for its units. */
    get waits() {
        const { match_state, product_id } = this.props.record.data;
        return match_state === "ambiguous" && !product_id;
    }

    choose(choice) {
        return this.decide("write", { product_id: choice.id });
    }

    create() {
        return this.decide("action_create_product");
    }

    /** Write down what the person has decided, and show the new state of the card. */
    async decide(method, ...args) {
        const { record } = this.props;
        if (this.state.busy || !(await record.save())) {
            return;
        }
        this.state.busy = true;
        try {
            await this.orm.call(record.resModel, method, [[record.resId], ...args]);
            await record.load();
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("fields").add("ozon_card_choices", {
    component: OzonCardChoices,
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "match_state", type: "selection" },
        { name: "problem", type: "char" },
        { name: "product_id", type: "many2one" },
    ],
});
