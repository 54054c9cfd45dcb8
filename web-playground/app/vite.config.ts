import { fileURLToPath } from "node:url";
import { defineConfig, type HtmlTagDescriptor, type Plugin } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** What `cargo xtask web` builds first. */
const BUILT = "../../target/web";

/** What is wanted when there is time for it. */
const LATER = /\/(?:gallery\/examples|editing)\.ts$/;

/** Tells the browser of the modules of the page before the first one asks for the next. */
const preloadModules: Plugin = {
  name: "preload-modules",
  transformIndexHtml: {
    order: "post",
    handler: (_, { bundle = {} }): HtmlTagDescriptor[] =>
      Object.values(bundle)
        .filter((part) => part.type === "chunk" && !part.isEntry && !LATER.test(part.facadeModuleId ?? ""))
        .map(({ fileName }) => ({ tag: "link", attrs: { rel: "modulepreload", crossorigin: true, href: `./${fileName}` }, injectTo: "head" })),
  },
};

export default defineConfig({
  // Relative, so that the built folder works under any path.
  base: "./",
  plugins: [preloadModules],
  resolve: {
    alias: {
      // The package's variant that is told where the module is: here it comes compressed.
      gatewright: path("../package/src/required.ts"),
      "gatewright-glue": path(`${BUILT}/engine/gatewright.js`),
    },
  },
  build: {
    target: "es2022",
    outDir: "../../target/web/playground",
    emptyOutDir: true,
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    // By itself, so that it runs before the page is loaded.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "spawn", test: /\/engine\/spawn\.ts$/ }] } } },
  },
  // The reference of diagnostics stands outside.
  server: { fs: { allow: ["../.."] } },
  worker: { format: "es" },
});
