// Starts the page of all issues where modules are served one by one.

import { start_archive } from "./archive.js";

start_archive();
