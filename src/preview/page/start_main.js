// Starts the page on which a workspace begins.

import { start_beginning } from "./start.js";

start_beginning();
