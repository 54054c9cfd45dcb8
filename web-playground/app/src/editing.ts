/** What changes manifests: the editor, the quick changes, and the parser that they share. Loaded behind the engine. */

import "./editor/short-tasks";

export { CodeEditor } from "./editor/code-editor";
export { ComparePanel } from "./whatif/compare-panel";
