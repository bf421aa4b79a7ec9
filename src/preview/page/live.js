// Follows the server's events and finds back to it when it was away.

import { config } from "./get.js";
import { recall, remember } from "./memory.js";

const PATIENCE = 1000;

/** Follows the events at `address`: `handlers` has a function for each event's name, given its data. */
export class Follower {
  constructor(address, handlers) {
    this.address = address;
    this.handlers = handlers;
    // A browser opens six connections to a server, for all its tabs together, and following keeps
    // one: only a tab that is looked at may. It is told the newest when it is looked at again.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.rest() : this.connect()));
    if (!document.hidden) this.connect();
  }

  connect() {
    this.rest();
    const source = new EventSource(this.address);
    this.source = source;
    source.onopen = () => tell("on");
    source.onerror = () => {
      tell("off");
      // The browser tries again by itself, unless the server answered with a refusal.
      if (source.readyState === EventSource.CLOSED && this.source === source) {
        this.timer = setTimeout(() => this.connect(), PATIENCE);
      }
    };
    for (const [name, handle] of Object.entries(this.handlers)) {
      source.addEventListener(name, (event) => {
        if (this.source === source) handle(JSON.parse(event.data));
      });
    }
  }

  /** Follows another address from now on. */
  move(address) {
    this.address = address;
    if (!document.hidden) this.connect();
  }

  rest() {
    clearTimeout(this.timer);
    if (this.source) this.source.close();
    this.source = null;
  }
}

function tell(state) {
  document.documentElement.dataset.live = state;
}

/** Whether this page is of an earlier run of the server; then it is loaded again, once for each run. */
export function outlived(run) {
  if (!run || run === config.run || recall("run", false) === run) return false;
  remember("run", run, false);
  location.reload();
  return true;
}
