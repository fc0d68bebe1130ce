import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, onWillUnmount, useState } from "@odoo/owl";

const INTERVAL = 1000; // milliseconds between two looks at where the job stands
const FIELDS = ["sync_step", "sync_done", "sync_total", "sync_message"];

/** Where the synchronisation of product cards stands. It moves without reloading the page. */
export class OzonSyncProgress extends Component {
    static template = "ozon_connector.SyncProgress";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({
            step: this.props.record.data.sync_step,
            done: this.props.record.data.sync_done,
            total: this.props.record.data.sync_total,
            message: this.props.record.data.sync_message,
        });
        this.plan();
        onWillUnmount(() => clearTimeout(this.timer));
    }

    get percent() {
        const { done, total } = this.state;
        return total ? Math.min(Math.round((100 * done) / total), 100) : 100;
    }

    get text() {
        const { step, done, total } = this.state;
        const selection = this.props.record.fields.sync_step.selection;
        const label = Object.fromEntries(selection)[step] || "";
        return total
            ? _t("%(step)s: %(done)s of %(total)s", { step: label, done, total })
            : _t("%(step)s: %(done)s", { step: label, done });
    }

    plan() {
        this.timer = setTimeout(() => this.look(), INTERVAL);
    }

    async look() {
        const { record } = this.props;
        try {
            const [values] = await this.orm.silent.read(record.resModel, [record.resId], FIELDS);
            if (!values.sync_step && !(await record.isDirty())) {
                return record.load();
            }
            this.state.step = values.sync_step;
            this.state.done = values.sync_done;
            this.state.total = values.sync_total;
            this.state.message = values.sync_message;
        } catch (error) {
            // The server is restarting, say; the job goes on there, and so does the looking here.
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
        this.plan();
    }
}

registry.category("fields").add("ozon_sync_progress", {
    component: OzonSyncProgress,
    supportedTypes: ["selection"],
    fieldDependencies: [
        { name: "sync_done", type: "integer" },
        { name: "sync_total", type: "integer" },
        { name: "sync_message", type: "text" },
    ],
});
