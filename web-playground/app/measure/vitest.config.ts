import { defineConfig } from "vitest/config";

/** Not tests: they print what the page costs, and nothing of it fails. */
export default defineConfig({
  test: {
    include: ["measure/*.measure.ts"],
    environment: "node",
    globalSetup: "tests/support/site.ts",
    fileParallelism: false,
    testTimeout: 300_000,
    disableConsoleIntercept: true,
  },
});
