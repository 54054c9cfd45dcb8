import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { extends: "./vite.config.ts", test: { name: "logic", include: ["src/**/*.test.ts"], environment: "node" } },
      {
        // The built page in a real browser. One at a time: they share two cores with the engine's workers.
        test: {
          name: "page",
          include: ["tests/**/*.test.ts"],
          environment: "node",
          globalSetup: "tests/support/site.ts",
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
