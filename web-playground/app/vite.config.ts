import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** What `cargo xtask web` builds first. */
const PACKAGE = fileURLToPath(new URL("../../target/web/package/dist/web.js", import.meta.url));

export default defineConfig({
  // Relative, so that the built folder works under any path.
  base: "./",
  resolve: { alias: { gatewright: PACKAGE } },
  build: { target: "es2022", outDir: "../../target/web/playground", emptyOutDir: true, modulePreload: false, assetsInlineLimit: 0 },
  // The reference of diagnostics stands outside.
  server: { fs: { allow: ["../.."] } },
  worker: { format: "es" },
});
