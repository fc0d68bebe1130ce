import { ConnectionLostError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, onMounted, onWillUnmount, status, useState } from "@odoo/owl";

const INTERVAL = 1000; // milliseconds between two looks at how far the job is

/** The progress of a background job. It moves by itself, and reloads the page at the end. */
export class OzonProgress extends Component {
    static template = "ozon_connector.Progress";
    static props = { ...standardFieldProps };
    // The fields of the record that hold the progress of the job.
    static watched = [];

    setup() {
        this.orm = useService("orm");
        this.state = useState(this.stateOf(this.props.record.data));
        // A page that a person leaves before it is shown is never unmounted, so nothing would stop
        // a timer.
        onMounted(() => this.state.running && this.plan());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    /**
     * @param {Object} values of the watched fields
     * @returns {{running: boolean, done: number, total: number, text: string, message: string}}
     */
    stateOf(values) {
        throw new Error("stateOf is to be defined");
    }

    get percent() {
        const { done, total } = this.state;
        return total ? Math.min(Math.round((100 * done) / total), 100) : 100;
    }

    plan() {
        if (status(this) === "mounted") {
            this.timer = setTimeout(() => this.look(), INTERVAL);
        }
    }

    async look() {
        const { record } = this.props;
        try {
            const [values] = await this.orm.silent.read(
                record.resModel, [record.resId], this.constructor.watched
            );
            const state = this.stateOf(values);
            Object.assign(this.state, state);
            if (!state.running && !(await record.isDirty())) {
                return record.load();
            }
        } catch (error) {
            // The server may be restarting; the job continues there, and we continue to watch it.
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
        this.plan();
    }
}
