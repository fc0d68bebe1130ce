import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, status, useState } from "@odoo/owl";

const STATES = {
    failed: { icon: "fa-times-circle text-danger", label: _t("Failed") },
    confirm: { icon: "fa-question-circle text-warning", label: _t("For you to decide") },
    passed: { icon: "fa-check-circle text-success", label: _t("Passed") },
    info: { icon: "fa-info-circle text-info", label: _t("For your information") },
};

/**
 * The checks of a record, failed ones first: a list of {name, state, title, text, buttons}.
 * With the option `fold_passed`, the passed ones are folded into one line.
 * A button is {label, method, args}, a method of the record.
 * With res_model and res_id, the text leads to the record on which a person can fix the problem.
 */
export class OzonReportChecks extends Component {
    static template = "ozon_connector.ReportChecks";
    static props = { ...standardFieldProps, foldPassed: { type: Boolean, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ busy: false });
    }

    open(check) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: check.res_model,
            res_id: check.res_id,
            views: [[false, "form"]],
        });
    }

    get checks() {
        const checks = this.props.record.data[this.props.name] || [];
        const places = { failed: 0, confirm: 1 };
        const place = (check) => places[check.state] ?? 2;
        return [...checks]
            .sort((one, other) => place(one) - place(other))
            .map((check) => ({ ...check, ...STATES[check.state] }));
    }

    get groups() {
        if (!this.props.foldPassed) {
            return { shown: this.checks, folded: [] };
        }
        const passed = (check) => check.state === "passed" && !check.buttons?.length;
        return {
            shown: this.checks.filter((check) => !passed(check)),
            folded: this.checks.filter(passed),
        };
    }

    get foldedLabel() {
        return _t("Checks passed: %s", this.groups.folded.length);
    }

    /** @param {{noReload: boolean}} [how] Odoo says so when a person leaves the page instead */
    async afterDialog(how) {
        if (!how?.noReload && status(this) === "mounted") {
            await this.props.record.load();
        }
    }

    /** Run a button: save the record, call the method, and show the new state of the record. */
    async press({ method, args }) {
        const { record } = this.props;
        if (this.state.busy || !(await record.save())) {
            return;
        }
        this.state.busy = true;
        try {
            const { resModel, resId, context } = record;
            const result = await this.orm.call(resModel, method, [[resId], ...args], { context });
            const stays = result && result.res_model === resModel && result.res_id === resId;
            if (result && typeof result === "object" && !stays) {
                await this.action.doAction(result, { onClose: (how) => this.afterDialog(how) });
            } else {
                await record.load();
            }
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("fields").add("ozon_report_checks", {
    component: OzonReportChecks,
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ foldPassed: Boolean(options.fold_passed) }),
});
