// Starts the page of an issue where modules are served one by one.

import { start_issue } from "./issue.js";

start_issue();
