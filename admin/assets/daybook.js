// What every page loads: one file a topic.
import "htmx.org";
import "./cancellations.js";
import "./devices.js";
import "./form.js";
import "./keys.js";
import "./list.js";
import "./menu.js";
import "./money.js";
import "./session.js";
