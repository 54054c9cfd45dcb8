import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { binaryBytes } from "../../tests/adversarial/inputs.mjs";
import { ready, useBrowser, visit } from "./support/browser";
import { ask, behind, downloaded, exported, open, outcome, pick, shared, showView, textOf, workspaceOf, write } from "./support/person";

useBrowser();

const GATEWAY = `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata:
  name: example
spec:
  controllerName: example.com/gateway-controller
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: mine
spec:
  gatewayClassName: example
  listeners:
  - name: http
    port: 80
    protocol: HTTP
`;

const ROUTE = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: mine
spec:
  parentRefs:
  - name: mine
  rules:
  - filters:
    - type: RequestRedirect
      requestRedirect:
        statusCode: 302
        hostname: mine.example.com
`;

/** Without the count of errors behind a name. */
async function names(page: Page): Promise<string[]> {
  const tabs = await page.getByRole("tablist", { name: "Files" }).getByRole("tab").allInnerTexts();
  return tabs.map((text) => text.split("\n")[0] ?? "");
}

/** As a file manager does it. */
async function drop(page: Page, ...files: { name: string; text: string }[]): Promise<void> {
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text } of files) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  const place = page.getByRole("region", { name: "Views" });
  await place.dispatchEvent("dragenter", { dataTransfer: transfer });
  await page.getByText("Drop manifests to add them").waitFor();
  await place.dispatchEvent("drop", { dataTransfer: transfer });
}

test("files that are picked take the place of an untouched example", async () => {
  const page = await visit();
  await pick(page, { name: "gateway.yaml", text: GATEWAY }, { name: "route.yaml", text: ROUTE });
  await page.getByText("Added 2 files").waitFor();
  expect(await names(page)).toEqual(["gateway.yaml", "route.yaml"]);
  await outcome(page).getByText("redirect, 302, to http://mine.example.com/").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  expect(await names(page)).not.toContain("route.yaml");
});

test("files that are dropped join those that were edited", async () => {
  const page = await visit();
  await pick(page, { name: "gateway.yaml", text: GATEWAY });
  await drop(page, { name: "route.yaml", text: ROUTE }, { name: "other.json", text: "{}" });
  await outcome(page).getByText("redirect, 302").waitFor();
  expect(await names(page)).toEqual(["gateway.yaml", "route.yaml", "other.json"]);
  // The same once more takes the place of the old.
  await drop(page, { name: "route.yaml", text: ROUTE.replace("302", "301") });
  await outcome(page).getByText("redirect, 301").waitFor();
  await page.getByText("Added route.yaml, 1 in place of the old").waitFor();
});

test("what is pasted outside a text becomes a file", async () => {
  const page = await visit();
  await pick(page, { name: "gateway.yaml", text: GATEWAY });
  await page.evaluate((text) => navigator.clipboard.writeText(text), ROUTE);
  await page.getByRole("tab", { name: "Graph" }).focus();
  await page.keyboard.press("Control+V");
  await outcome(page).getByText("redirect, 302").waitFor();
  expect(await names(page)).toEqual(["gateway.yaml", "pasted.yaml"]);
});

test("what is pasted into the dialog becomes a file", async () => {
  const page = await visit();
  const dialog = await open(page, "Import");
  await dialog.getByRole("textbox", { name: "Or paste manifests" }).fill(`[${JSON.stringify({ kind: "Nothing" })}]`);
  await dialog.getByRole("button", { name: "Add" }).click();
  expect(await names(page)).toContain("pasted.json");
});

test("what is pasted into a field stays there", async () => {
  const page = await visit();
  const before = await names(page);
  await page.evaluate(() => navigator.clipboard.writeText("http://pasted.example.com/"));
  const url = page.getByRole("textbox", { name: "URL" });
  await url.selectText();
  await page.keyboard.press("Control+V");
  expect(await url.inputValue()).toBe("http://pasted.example.com/");
  expect(await names(page)).toEqual(before);
});

test("what cannot be read is refused with the reason, and the rest is read", async () => {
  const page = await visit();
  await pick(page, { name: "gateway.yaml", text: GATEWAY });
  const before = await names(page);
  const refusals: [name: string, text: string | Uint8Array, reason: string][] = [
    ["picture.png", "PNG", "it is neither .yaml, .yml nor .json"],
    ["bytes.yaml", binaryBytes(), "it is binary"],
    ["latin.yaml", Uint8Array.of(0x6b, 0xe9, 0x0a), "it is not UTF-8 text"],
    ["huge.yaml", new Uint8Array(16 * 1024 * 1024 + 1).fill(0x23), "it is larger than 16 MiB"],
  ];
  for (const [name, text, reason] of refusals) {
    await pick(page, { name, text });
    await page.getByText(`Did not read ${name}: ${reason}`).waitFor();
    expect(await names(page)).toEqual(before);
  }
  await pick(page, { name: "route.yaml", text: ROUTE }, { name: "picture.png", text: "PNG" });
  await page.getByText("Added route.yaml. Did not read picture.png").waitFor();
  await outcome(page).getByText("redirect, 302").waitFor();
});

test("a file is renamed, deleted and brought back", async () => {
  const page = await visit();
  await pick(page, { name: "gateway.yaml", text: GATEWAY }, { name: "route.yaml", text: ROUTE });
  await page.getByRole("tab", { name: "route.yaml" }).click();
  await page.keyboard.press("F2");
  await page.getByRole("dialog").getByRole("textbox").fill("renamed.yaml");
  await page.keyboard.press("Enter");
  expect(await names(page)).toEqual(["gateway.yaml", "renamed.yaml"]);
  await page.getByRole("tab", { name: "renamed.yaml" }).focus();
  await page.keyboard.press("Delete");
  await page.getByText("Deleted renamed.yaml").waitFor();
  expect(await names(page)).toEqual(["gateway.yaml"]);
  await page.getByRole("button", { name: "Undo" }).click();
  expect(await textOf(page)).toBe(ROUTE);
});

test("everything can be taken along", async () => {
  const page = await visit();
  await pick(page, { name: "gateway.yaml", text: GATEWAY }, { name: "route.yaml", text: ROUTE });
  await ask(page, "http://foo.example.com/");
  await outcome(page).getByText("redirect, 302").waitFor();

  expect(await exported(page, "This file")).toEqual({ name: "gateway.yaml", text: GATEWAY });
  expect(await exported(page, "All files as one YAML")).toEqual({
    name: "manifests.yaml",
    text: `# gateway.yaml\n${GATEWAY}---\n# route.yaml\n${ROUTE}`,
  });

  const trace = await downloaded(page, () => page.getByRole("button", { name: "Export as JSON" }).click());
  expect(trace.name).toBe("trace.json");
  expect(JSON.parse(trace.text)).toMatchObject({
    request: { url: "http://foo.example.com/" },
    decision: { outcome: "redirect", route: "default/mine", trace: expect.any(Array) },
  });

  await showView(page, "Graph");
  const svg = await downloaded(page, () => page.getByRole("button", { name: /SVG/ }).click());
  expect(svg.name).toBe("gateway-graph.svg");
  const drawn = await page.evaluate((text) => {
    const svg = new DOMParser().parseFromString(text, "image/svg+xml");
    return { broken: svg.querySelector("parsererror") !== null, text: svg.documentElement.textContent, outside: text.match(/(href|src)="http/g) };
  }, svg.text);
  expect(drawn).toMatchObject({ broken: false, outside: null });
  expect(drawn.text).toContain("mine");

  const markdown = await shared(page, "Markdown");
  const link = /\((.*)\)$/.exec(markdown)?.[1] ?? "";
  const before = await workspaceOf(page);
  expect(await workspaceOf(await visit({ at: behind(link) }))).toEqual(before);
});

test("a workspace that was exported is opened again, and one of another version is not", async () => {
  const page = await visit();
  await write(page, GATEWAY);
  const { name, text } = await exported(page, "Workspace (JSON)");
  const other = await visit();
  await pick(other, { name, text });
  await ready(other);
  await other.getByText("Opened the workspace").waitFor();
  expect(await exported(other, "Workspace (JSON)")).toEqual({ name, text });
  await pick(other, { name, text: text.replace("/v1", "/v9") });
  await other.getByText(`Did not read ${name}: it is a workspace of another version`).waitFor();
});
