// Says now and then that the page is still open, to a server that ends when none is.

import { config } from "./get.js";

const PACE = 60000;

/** Goes on saying so, in a tab that nobody looks at too. */
export function stay() {
  if (config.static || !config.leaves) return;
  setInterval(() => fetch("/-/here").catch(() => null), PACE);
}
