/**
 * Import this before the editor. Where a browser can tell whether input is waiting, CodeMirror parses for 100 ms at a
 * time and asks; where it cannot, it keeps to the browser's idle periods. Those are what we want: rendering and the
 * engine's answers wait for no input.
 */
if ("scheduling" in navigator) Object.defineProperty(navigator, "scheduling", { value: undefined, configurable: true });
