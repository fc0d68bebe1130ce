import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";
import { FetchRecordError } from "@web/model/relational_model/errors";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import {
    Component,
    onMounted,
    onWillUnmount,
    onWillUpdateProps,
    status,
    useState,
} from "@odoo/owl";

/**
 * Whether a look may succeed next time: the server is restarting, or its database is. Odoo tells a
 * person about all other errors, for example that they have been logged out.
 */
function passes(error) {
    return (
        error instanceof ConnectionLostError ||
        (error instanceof RPCError && !error.exceptionName?.startsWith("odoo."))
    );
}

/** The progress of a background job. It updates itself, and reloads the page at the end. */
export class OzonProgress extends Component {
    static template = "ozon_connector.Progress";
    static props = { ...standardFieldProps };
    // Milliseconds between two looks at how far the job is.
    static interval = 1000;
    // The fields of the record that hold the progress of the job.
    static watched = [];

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState(this.stateOf(this.props.record.data));
        // A page that a person leaves before it is shown is never unmounted, so nothing would stop
        // a timer.
        onMounted(() => this.state.running && this.plan());
        onWillUpdateProps(({ record }) => {
            // The arrows above a form change its record, but not its components.
            if (record !== this.props.record) {
                Object.assign(this.state, this.stateOf(record.data));
            }
        });
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

    get isShown() {
        return status(this) === "mounted";
    }

    plan() {
        if (this.isShown) {
            this.timer = setTimeout(() => this.look(), this.constructor.interval);
        }
    }

    async look() {
        let goesOn = true;
        try {
            goesOn = await this.follow(this.props.record);
        } catch (error) {
            // Odoo refuses the requests of a page that is gone, and nobody waits for their answers.
            if (this.isShown && !passes(error)) {
                throw error;
            }
        }
        if (goesOn) {
            this.plan();
        }
    }

    /**
     * Show how far the job of a record is. At its end, load the record again.
     *
     * @returns {Promise<boolean>} whether there is more to see
     */
    async follow(record) {
        const [values] = await this.orm.silent.read(
            record.resModel, [record.resId], this.constructor.watched
        );
        if (record !== this.props.record) {
            return true;
        }
        if (values) {
            Object.assign(this.state, this.stateOf(values));
        }
        // A record that was deleted has no values.
        const isOver = !values || !this.state.running;
        if (!isOver || (await record.isDirty()) || !this.isShown) {
            return true;
        }
        return this.reload(record);
    }

    /** @returns {Promise<boolean>} whether the next job has begun meanwhile */
    async reload(record) {
        try {
            await record.load();
        } catch (error) {
            if (!(error instanceof FetchRecordError)) {
                throw error;
            }
            this.notification.add(error.message, { type: "danger", sticky: true });
            return false;
        }
        Object.assign(this.state, this.stateOf(record.data));
        return this.state.running;
    }
}
