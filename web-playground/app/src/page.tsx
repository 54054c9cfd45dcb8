import "./editor/short-tasks";
import { effect } from "@preact/signals";
import { render } from "preact";
import { App } from "./app";
import "./base.css";
import { typing } from "./editor/session";
import { listenForShortcuts } from "./header/shortcuts";
import { restoreTheme } from "./header/theme";
import { begin, restore } from "./start";
import { client, runEngine } from "./state/store";

restoreTheme();
const kept = restore();
const root = document.getElementById("app");
if (root) render(<App />, root);
listenForShortcuts();
await begin(kept);
runEngine();

/** For whoever drives the page: `ready` when everything on it is answered for. */
effect(() => {
  document.documentElement.dataset.engine = typing.value ? "busy" : client.state.value.is;
});
