/** Where the page begins: the engine is on its way before the page itself is loaded. */

import "./engine/spawn";
import "./base.css";

await import("./page");
