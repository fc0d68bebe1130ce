import { browser } from "@web/core/browser/browser";

import { OzonProgress } from "@ozon_connector/progress/progress";

// A page looks at its job every so many milliseconds, so that the test need not wait a second each
// time. No other timer of a page has exactly this delay.
export const INTERVAL = 53;
/** The request by which a page asks for the progress of its job. */
export const POLL = /\/call_kw\/[^/]+\/read$/;

/** The network between the page and the server. It is slow where the test says so. */
export const network = { slow: null, held: [], polls: 0, errors: [] };

/** The timers of pages that wait for their next look. */
const timers = new Set();

function watchTimers() {
    const { setTimeout, clearTimeout } = window;
    window.setTimeout = (run, delay, ...args) => {
        const timer = setTimeout(() => {
            timers.delete(timer);
            run(...args);
        }, delay);
        if (delay === INTERVAL) {
            timers.add(timer);
        }
        return timer;
    };
    window.clearTimeout = (timer) => {
        timers.delete(timer);
        clearTimeout(timer);
    };
}

/** Begin to note what the pages do. */
export function watch() {
    OzonProgress.interval = INTERVAL;
    watchTimers();
    const note = (event) => network.errors.push(String(event.reason || event.message));
    window.addEventListener("unhandledrejection", note, true);
    window.addEventListener("error", note, true);
    browser.XMLHttpRequest = class extends browser.XMLHttpRequest {
        open(method, url, ...rest) {
            this.url = url;
            super.open(method, url, ...rest);
        }
        send(body) {
            network.polls += POLL.test(this.url);
            if (network.slow?.test(this.url)) {
                network.held.push({ request: this, send: () => super.send(body) });
            } else {
                super.send(body);
            }
        }
    };
}

async function until(condition, what) {
    for (let left = 400; left; left--) {
        if (condition()) {
            return;
        }
        await wait(25);
    }
    throw new Error(`${what} did not happen`);
}

export function wait(milliseconds) {
    return new Promise((done) => setTimeout(done, milliseconds));
}

/** Keep requests back; they are sent by `release`. */
export function hold(requests) {
    network.slow = requests;
}

/** @param {string} [answer] the answer to each request; without it the server is asked */
export async function release(answer) {
    network.slow = null;
    for (const { request, send } of network.held.splice(0)) {
        const ended = new Promise((done) => request.addEventListener("loadend", done));
        if (answer) {
            Object.defineProperty(request, "response", { value: answer });
            request.dispatchEvent(new Event("load"));
        } else {
            send();
            await ended;
        }
    }
    await wait(25);
}

/** Wait until a request is kept back. */
export const isHeld = () => until(() => network.held.length, "The request");

/** Check that no page waits for its next look at a job. */
export function checkNothingWaits() {
    if (timers.size) {
        throw new Error("A page that is gone waits for its next look");
    }
}

export function checkErrors() {
    if (network.errors.length || document.querySelector(".o_error_dialog")) {
        throw new Error(`Something went wrong: ${network.errors}`);
    }
}
