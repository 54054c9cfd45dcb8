import { effect } from "@preact/signals";
import { render } from "preact";
import { App } from "./app";
import { editing, loadBehindTheEngine } from "./behind";
import { typing } from "./editor/typing";
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
loadBehindTheEngine();

/** For whoever drives the page: `ready` when everything on it is answered for. */
effect(() => {
  document.documentElement.dataset.engine = typing.value || !editing.value ? "busy" : client.state.value.is;
});
