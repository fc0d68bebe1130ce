import { call } from "./server";
import {
    checkErrors,
    checkNothingWaits,
    hold,
    INTERVAL,
    isHeld,
    network,
    POLL,
    release,
    wait,
    watch,
} from "./slow_network";
import { addTour } from "./tour";

// A person presses a button whose work goes on in the background, and leaves the page at the worst
// moments. The test says which buttons: see `tests/browser/leaving.py`.

const HOME = "ozon_connector.ozon_account_action";
const FIRST = "ozon_connector.ozon_product_action";
const WORKING = ".o_ozon_progress";
const LEFT = "ozon-left";
const GONE = `body:not(:has([data-${LEFT}])) .o_action_manager:has(.o_control_panel)`;
// Another page is opened in place of one that began to open so many milliseconds before.
const GLIMPSES = [0, 30, 60, 90, 120, 160, 200, 260];

const PRESS = /\/call_button\//;
const RELOAD = /\/call_kw\/[^/]+\/web_read$/;
const fault = (name) =>
    JSON.stringify({ error: { code: 0, message: "Odoo Server Error", data: { name } } });
const DATABASE_RESTARTS = fault("psycopg2.OperationalError");
const REFUSED = fault("odoo.exceptions.AccessError");

const actions = () => odoo.__WOWL_DEBUG__.root.env.services.action;

async function actionOf({ model, domain, view, inDialog }) {
    const [record] = await call(model, "search_read", domain, ["id"]);
    return {
        type: "ir.actions.act_window",
        target: inDialog ? "new" : "current",
        res_model: model,
        res_id: record.id,
        views: [[view, "form"]],
    };
}

function openHome() {
    return actions().doAction(HOME, { clearBreadcrumbs: true });
}

async function openPage(page) {
    const isHome = actions().currentController?.action.xml_id === HOME;
    const isReady = isHome && !document.querySelector(".modal");
    const [action] = await Promise.all([actionOf(page), isReady || openHome()]);
    await actions().doAction(action);
}

const ways = {
    back: [{ trigger: ".breadcrumb .o_back_button, .breadcrumb-item a:last", run: "click" }],
    browser: [{ trigger: "body", run: () => history.back() }],
    app: [
        { trigger: ".o_navbar_apps_menu button", run: "click" },
        { trigger: ".o_app[data-menu-xmlid='stock.menu_stock_root']", run: "click" },
    ],
    close: [{ trigger: ".modal .modal-header .btn-close", run: "click" }],
    escape: [{ trigger: ".modal", run: "press Escape" }],
};

/**
 * The ways in which the page can be left.
 *
 * Until the server has answered a button, Odoo disables the buttons of a dialog. If Odoo has asked
 * a question before, the question stays over the page.
 */
function waysFrom({ inDialog, button, asks }) {
    if (asks) {
        return ["browser"];
    }
    if (inDialog) {
        return [button ? "escape" : "close", "browser"];
    }
    return ["back", "browser", "app"];
}

/** Leave the page, each time in another way. The server answers only after that. */
function leave(page, turn, answer) {
    const possible = waysFrom(page);
    return [
        {
            trigger: "body",
            run: async () => {
                await isHeld();
                const shown = page.inDialog ? ".modal" : ".o_action_manager > *";
                document.querySelector(shown).setAttribute(`data-${LEFT}`, "1");
            },
        },
        ...ways[possible[turn % possible.length]],
        {
            content: "The page is gone. It does not look at its job, and nothing goes wrong in it",
            trigger: GONE,
            run: async () => {
                await release(answer);
                const polls = network.polls;
                await wait(2.5 * INTERVAL);
                // The answer to a button of a dialog may open the next one.
                if (!document.querySelector(WORKING)) {
                    checkNothingWaits();
                    if (network.polls !== polls) {
                        throw new Error(`It has asked ${network.polls - polls} times`);
                    }
                }
                if (page.asks && document.querySelector(".modal")) {
                    throw new Error("The question stays over the next page");
                }
                checkErrors();
            },
        },
    ];
}

/** Press the button, and leave the page before the server answers. */
function leaveAtOnce(press, turn) {
    const { model, button, inDialog, asks, tab } = press;
    const where = inDialog ? ".modal" : ".o_action_manager";
    return [
        { content: `${model} ${button}`, trigger: "body", run: () => openPage(press) },
        ...(tab ? [{ trigger: `.o_notebook a.nav-link[name='${tab}']`, run: "click" }] : []),
        {
            trigger: `${where} button[name='${button}']:visible:first`,
            run: ({ anchor }) => {
                hold(PRESS);
                anchor.click();
            },
        },
        ...(asks ? [{ trigger: ".modal footer .btn-primary", run: "click" }] : []),
        ...leave(press, turn),
    ];
}

/** Open the page that shows the progress. */
function look({ progress }, run) {
    return [
        { trigger: "body", run: () => openPage(progress) },
        { content: "The job is under way", trigger: WORKING, run },
    ];
}

async function finish({ crons }) {
    for (const cron of crons) {
        await call("ir.cron", "method_direct_trigger", [cron]);
    }
}

/** Leave the page while it asks for the progress. The answer is that the job has ended. */
function leaveAtTheEnd(press, turn) {
    return [
        ...look(press, async () => {
            hold(POLL);
            await isHeld();
            await finish(press);
        }),
        ...leave(press.progress, turn),
    ];
}

/** Leave the page while it loads its record again because the job has ended. */
function leaveAtTheReload(press, turn) {
    return [
        ...look(press, async () => {
            hold(RELOAD);
            await finish(press);
        }),
        ...leave(press.progress, turn),
    ];
}

/** Do the job without looking at it. */
function doIt(press) {
    return [{ trigger: "body", run: () => finish(press) }];
}

/** While the database cannot answer, the page waits. A page that is left shows no error. */
function restartTheDatabase(press, turn) {
    const fail = async () => {
        hold(POLL);
        await isHeld();
        await release(DATABASE_RESTARTS);
        checkErrors();
    };
    return [
        ...look(press, fail),
        { trigger: WORKING, run: fail },
        { trigger: WORKING, run: () => hold(POLL) },
        ...leave(press.progress, turn, REFUSED),
    ];
}

/** Open another page before this one is shown. */
function glimpse(press) {
    return [
        {
            trigger: "body",
            run: async () => {
                const action = await actionOf(press.progress);
                for (const moment of GLIMPSES) {
                    await openHome();
                    actions().doAction(action);
                    await wait(moment);
                }
                await openHome();
                checkNothingWaits();
                await wait(5 * INTERVAL);
                checkNothingWaits();
                checkErrors();
            },
        },
    ];
}

/** Go to the next record with the arrows above the form, while the jobs of both are under way. */
function turnThePage(press, turn) {
    const ended = ".o_form_view:not(:has(.o_ozon_progress))";
    return [
        {
            trigger: "body",
            run: async () => {
                const action = await actionOf(press.progress);
                const { model, domain } = press.progress;
                const records = await call(model, "search_read", domain, ["id"]);
                const resIds = records.map((record) => record.id);
                await actions().doAction(action, { props: { resIds } });
            },
        },
        {
            trigger: WORKING,
            run: async () => {
                hold(POLL);
                await isHeld();
            },
        },
        { trigger: ".o_pager_next", run: "click" },
        {
            content: "The answer about the first record comes late",
            trigger: `body:has(.o_pager_value:contains('2')) ${WORKING}`,
            run: async () => {
                await finish(press);
                await release();
            },
        },
        { content: "The page looks at the job of the next record", trigger: ended },
    ];
}

/** Somebody deletes the record while the page looks at its job. */
function deleteIt(press) {
    return [
        ...look(press, async () => {
            hold(POLL);
            await isHeld();
            const { model, domain } = press.progress;
            const [record] = await call(model, "search_read", domain, ["id"]);
            await call(model, "unlink", [record.id]);
            await finish(press);
            await release();
        }),
        {
            content: "The page says so once",
            trigger: "body:not(:has(.o_error_dialog)) .o_notification .bg-danger",
            run: async () => {
                checkNothingWaits();
                checkErrors();
            },
        },
    ];
}

/** Leave the page under a dialog that a button of a check has opened. */
function leaveTheDialog(page) {
    return [
        { trigger: "body", run: () => openPage(page) },
        { trigger: ".o_ozon_report_checks button[data-method='action_mend']", run: "click" },
        { trigger: ".modal .o_form_view" },
        { trigger: "body", run: () => history.back() },
        { trigger: "body:not(:has(.modal)):not(.modal-open) .o_list_view", run: checkErrors },
    ];
}

/** The job is still planned in the database. Delete it, so that the next button can be pressed. */
function giveUp({ model, button, progress }) {
    return [
        {
            trigger: "body",
            run: async () => {
                const domain = [["res_model", "=", progress.model]];
                const tasks = await call("ozon.task", "search", domain);
                if (!tasks.length) {
                    throw new Error(`${model} ${button} is not planned`);
                }
                await call("ozon.task", "unlink", tasks);
            },
        },
    ];
}

const moments = {
    deleteIt,
    doIt,
    giveUp,
    glimpse,
    leaveAtTheEnd,
    leaveAtTheReload,
    leaveTheDialog,
    restartTheDatabase,
    turnThePage,
};

addTour("ozon_leave", {
    steps: () => [
        { trigger: ".o_web_client", run: watch },
        // This page keeps the button «back» of the browser within Odoo.
        {
            trigger: ".o_web_client",
            run: () => actions().doAction(FIRST, { clearBreadcrumbs: true }),
        },
        ...(odoo.ozonPresses || []).flatMap((press, turn) => [
            ...(press.button ? leaveAtOnce(press, turn) : []),
            ...press.moments.flatMap((name, later) => moments[name](press, turn + later + 1)),
        ]),
        {
            content: "Errors that come late",
            trigger: "body",
            run: async () => {
                await wait(1500);
                checkErrors();
            },
        },
    ],
});
