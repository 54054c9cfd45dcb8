import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { useBrowser, ready, visit } from "./support/browser";
import { append, ask, exported, open, outcome, shared, showView } from "./support/person";

useBrowser();

const VIEWS = ["Graph", "Status", "Attachments", "What if", "Envoy"];

const ROUTE = `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: offline
spec:
  parentRefs:
  - name: NAME
  hostnames: [offline.example.com]
  rules:
  - backendRefs:
    - name: nowhere
      port: 80
`;

/** The Gateway of the example that a first visit shows. */
async function gatewayName(page: Page): Promise<string> {
  const { text } = await exported(page, "All files as one YAML");
  return /kind: Gateway\nmetadata:\n {2}name: ([\w-]+)/.exec(text)?.[1] ?? "";
}

test("everything goes on without a network", async () => {
  const page = await visit();
  const gateway = await gatewayName(page);
  await page.context().setOffline(true);

  await append(page, ROUTE.replace("NAME", gateway));
  await ask(page, "http://offline.example.com/");
  await outcome(page).getByText("answer 500").waitFor();
  for (const title of VIEWS) expect(await (await showView(page, title)).innerText()).not.toBe("");
  expect(await shared(page)).toContain("#v1=");

  const gallery = await open(page, "Gallery");
  await gallery.getByRole("searchbox").fill("redirect");
  await gallery.getByRole("button", { name: "Redirect", exact: false }).first().click();
  await ready(page);
  await outcome(page).getByText("redirect").waitFor();
});

test("what is asked for lies beside the page, wherever that is", async () => {
  const page = await visit({ at: "index.html" });
  const site = inject("site");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.reload();
  await ready(page);
  for (const title of VIEWS) await showView(page, title);
  await append(page, "---\nkind: Nothing\n");
  await page.getByRole("region", { name: "Problems" }).getByRole("button", { name: /^Explain / }).first().click();
  const explanation = page.getByRole("dialog");
  await explanation.getByRole("link", { name: "All diagnostics" }).waitFor();
  await page.keyboard.press("Escape");
  await open(page, "Gallery");

  expect(asked.length).toBeGreaterThan(4);
  expect(asked.filter((url) => !url.startsWith(site) && !url.startsWith("blob:") && !url.startsWith("data:"))).toEqual([]);
});
