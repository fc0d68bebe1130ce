import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillStart, useState } from "@odoo/owl";

/** The first page: what Ozon owes, the months, and what to do. */
export class OzonDesk extends Component {
    static template = "ozon_connector_settlement.Desk";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ desk: null });
        onWillStart(async () => {
            this.state.desk = await this.orm.call("ozon.month.desk", "get_desk", []);
        });
    }

    get display() {
        return { controlPanel: {} };
    }

    /** @param {number} id of an `ozon.month` */
    openMonth(id) {
        this.open("ozon.month", id);
    }

    /** @param {{model: string, id: number, action: string}} task */
    openTask(task) {
        if (task.action) {
            return this.action.doAction(task.action);
        }
        return this.open(task.model, task.id);
    }

    openAccounts() {
        return this.action.doAction("ozon_connector.ozon_account_action_overview");
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window", res_model: model, res_id: id, views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("ozon_desk", OzonDesk);
