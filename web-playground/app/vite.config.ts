import { defineConfig } from "vite";

export default defineConfig({
  // Relative, so that the built folder works under any path.
  base: "./",
  build: { target: "es2022", outDir: "../../target/web/playground", emptyOutDir: true, modulePreload: false, assetsInlineLimit: 0 },
  // The reference of diagnostics stands outside.
  server: { fs: { allow: ["../.."] } },
  worker: { format: "es" },
});
