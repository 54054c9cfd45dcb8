import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** What `cargo xtask web` builds first. */
const BUILT = "../../target/web";

export default defineConfig({
  // Relative, so that the built folder works under any path.
  base: "./",
  resolve: {
    alias: {
      // The package's variant that is told where the module is: here it comes compressed.
      gatewright: path("../package/src/required.ts"),
      "gatewright-glue": path(`${BUILT}/engine/gatewright.js`),
    },
  },
  build: { target: "es2022", outDir: "../../target/web/playground", emptyOutDir: true, modulePreload: false, assetsInlineLimit: 0 },
  // The reference of diagnostics stands outside.
  server: { fs: { allow: ["../.."] } },
  worker: { format: "es" },
});
