import { defineConfig } from "vite";

export default defineConfig({
  build: { target: "es2022" },
  // The development server would put the package's script somewhere else than its WebAssembly module.
  optimizeDeps: { exclude: ["gatewright"] },
});
