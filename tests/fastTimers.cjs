// Required into a process under test (node --require): its timers and its monotonic clock run FAST_TIME times faster, so that a minute of
// waiting takes seconds. Time passes in ticks, and between two of them the test at FAST_TIME_PACER has to answer several times, so that a request
// which it serves gets its answer meanwhile: where the machine is busy, time slows down for both. The wall clock stays as it is, as requests are
// signed with it.
const { connect } = require("node:net");

const TICK_MS = 10;
const ROUND_TRIPS = 8;
const step = TICK_MS * Number(process.env.FAST_TIME);

let now = performance.now();
performance.now = () => now;

const { setTimeout, clearTimeout } = globalThis;
const timers = new Set();

class Timer {
    constructor(callback, ms) {
        this.callback = callback;
        this.ms = ms;
        this.refresh();
    }
    refresh() {
        this.at = now + this.ms;
        timers.add(this);
        return this;
    }
    ref() {
        return this;
    }
    unref() {
        return this;
    }
    hasRef() {
        return true;
    }
}

globalThis.setTimeout = (callback, ms = 0, ...args) => new Timer(() => callback(...args), ms);
globalThis.clearTimeout = (timer) => (timer instanceof Timer ? void timers.delete(timer) : clearTimeout(timer));

const pacer = connect(Number(process.env.FAST_TIME_PACER), "127.0.0.1");
const ask = () => pacer.write(".");
pacer.on("connect", ask).on("error", () => {});
let answers = 0;
pacer.on("data", () => {
    if (++answers % ROUND_TRIPS !== 0) return ask();
    now += step;
    const due = [...timers].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    for (const timer of due) {
        // One before it may have cleared it.
        if (timers.delete(timer)) timer.callback();
    }
    setTimeout(ask, TICK_MS);
});
