import type { Page } from "playwright-core";
import { ready } from "./browser";
import { ask, answers, editor, nodes, openFile, openTool, showAnswer, showPart, showView, startAfresh, write } from "./ways";

/** A state of the page that is looked at for access and for room. */
export interface State {
  name: string;
  at: string;
  go(page: Page): Promise<unknown>;
}

const GRANT = "#gallery/missing-reference-grant";

/** What is open beside the main parts. */
const VIEWS: State[] = [
  { name: "the first look", at: "", go: (page) => editor(page).waitFor() },
  { name: "the graph", at: GRANT, go: (page) => showView(page, "Graph") },
  {
    name: "the graph with a node selected",
    at: GRANT,
    go: async (page) => {
      await showView(page, "Graph");
      await nodes(page, /^Backend payments\/checkout/).click();
    },
  },
  {
    name: "the graph as a table, filtered",
    at: GRANT,
    go: async (page) => {
      await showView(page, "Graph");
      await page.getByRole("button", { name: "Table" }).click();
      await page.getByRole("button", { name: "Filter" }).click();
    },
  },
  {
    name: "a graph in which nothing matches",
    at: GRANT,
    go: async (page) => {
      await showView(page, "Graph");
      await page.getByRole("button", { name: "Filter" }).click();
      await page.getByRole("searchbox", { name: "Text" }).fill("nothing has this name");
      await page.getByText("Nothing matches the filter.").waitFor();
    },
  },
  {
    name: "the status of an object",
    at: GRANT,
    go: async (page) => {
      await showView(page, "Status");
      await page.getByRole("table", { name: /^HTTPRoute/ }).getByRole("button", { name: "store" }).click();
      await page.getByText("Status as YAML").click();
    },
  },
  {
    name: "an attachment",
    at: "#gallery/several-gateways",
    go: async (page) => {
      await showView(page, "Attachments");
      await page.getByRole("grid").getByRole("button", { name: /refused/ }).first().click();
    },
  },
  {
    name: "a comparison",
    at: "#gallery/reference-grant",
    go: async (page) => {
      await showView(page, "What if");
      await page.getByRole("button", { name: "Age of HTTPRoute store/store" }).click();
      await page.getByRole("button", { name: "Delete ReferenceGrant payments/store" }).click();
      await page.getByText(/are answered differently/).waitFor();
    },
  },
  { name: "the labels of an object", at: "#gallery/allowed-routes", go: openLabels },
  { name: "the Envoy configuration", at: "", go: (page) => showView(page, "Envoy") },
];

async function openLabels(page: Page): Promise<void> {
  await showView(page, "What if");
  await page.getByRole("button", { name: "Labels of Namespace site" }).click();
}

const REQUESTS: State[] = [
  {
    name: "a request that nothing takes",
    at: "#gallery/rewrites",
    go: async (page) => {
      await showPart(page, "Request");
      await ask(page, "http://shop.example.com/api/v11");
      await answers(page, /404/);
    },
  },
  { name: "a request with losers", at: "#gallery/precedence", go: (page) => showAnswer(page, "Why") },
  { name: "what is sent", at: "#gallery/rewrites", go: (page) => showAnswer(page, "What is sent") },
  { name: "the saved requests", at: "#gallery/rewrites", go: (page) => showAnswer(page, "Saved") },
  {
    name: "the headers of a request",
    at: "#gallery/canary-by-header",
    go: async (page) => {
      await showPart(page, "Request");
      await page.getByRole("button", { name: /^Headers/ }).click();
      await page.getByRole("button", { name: "Add a header" }).click();
    },
  },
  {
    name: "a request that cannot be asked",
    at: "",
    go: async (page) => {
      await showPart(page, "Request");
      await ask(page, "http://shop.example.com:81/");
      await page.getByRole("form", { name: "The request" }).getByText(/port 81/).waitFor();
    },
  },
];

const ERRORS: State[] = [
  { name: "refused manifests", at: "#gallery/refused-manifest", go: (page) => page.getByRole("button", { name: "Explain field-unknown" }).waitFor() },
  {
    name: "broken text",
    at: "",
    go: async (page) => {
      await write(page, "apiVersion: [\n kind: {");
      await page.getByText(/1 error/).first().waitFor();
    },
  },
  { name: "nothing at all", at: "", go: startAfresh },
  {
    name: "the status of nothing",
    at: "",
    go: async (page) => {
      await startAfresh(page);
      await showView(page, "Status");
    },
  },
  { name: "a link that is broken", at: "#v1=broken", go: (page) => page.getByRole("dialog").waitFor() },
];

function tool(name: string, title = name): State {
  return {
    name: `the dialog ${title}`,
    at: "",
    go: async (page) => {
      await openTool(page, name);
      await page.getByRole("dialog", { name: title }).waitFor();
    },
  };
}

const DIALOGS: State[] = [
  {
    ...tool("Gallery"),
    go: async (page) => {
      await openTool(page, "Gallery");
      await page.getByRole("button", { name: "A simple gateway", exact: true }).waitFor();
    },
  },
  tool("Import"),
  {
    ...tool("Share"),
    go: async (page) => {
      await openTool(page, "Share");
      await page.getByRole("button", { name: "Copy: Link" }).waitFor();
    },
  },
  tool("History"),
  tool("Options"),
  tool("Help"),
  {
    name: "the dialog that saves a request",
    at: "",
    go: async (page) => {
      await showPart(page, "Request");
      await page.getByRole("button", { name: "Save…" }).click();
    },
  },
  {
    name: "the dialog that reads curl, with an error",
    at: "",
    go: async (page) => {
      await showPart(page, "Request");
      await page.getByRole("button", { name: "Paste curl…" }).click();
      await page.getByRole("textbox", { name: "Command" }).fill("curl --nothing");
      await page.getByRole("button", { name: "Use it" }).click();
      await page.getByRole("alert").getByText(/./).waitFor();
    },
  },
  {
    name: "the dialog that renames a file, with an objection",
    at: "",
    go: async (page) => {
      await page.getByRole("button", { name: "This file" }).click();
      await page.getByRole("menuitem", { name: "Rename…" }).click();
      await page.getByRole("textbox", { name: "Name" }).fill("gateway.yaml");
    },
  },
  {
    name: "the explanation of a problem",
    at: GRANT,
    go: async (page) => {
      await page.getByRole("button", { name: "Explain ref-not-resolved" }).click();
      await page.getByRole("dialog").getByRole("heading", { name: /ref-not-resolved/ }).waitFor();
    },
  },
];

const OVERLAYS: State[] = [
  {
    name: "an open menu",
    at: "",
    go: async (page) => {
      const menu = page.getByRole("button", { name: "Menu" });
      await (await menu.isVisible() ? menu : page.getByRole("button", { name: "Theme" })).click();
    },
  },
  {
    name: "the search of the editor",
    at: "",
    go: async (page) => {
      await editor(page).focus();
      await page.keyboard.press("ControlOrMeta+F");
      await page.getByRole("textbox", { name: "Find" }).waitFor();
    },
  },
  {
    name: "a deleted file",
    at: "",
    go: async (page) => {
      await openFile(page, "httproute.yaml");
      await page.keyboard.press("Delete");
      await page.getByRole("button", { name: "Undo" }).waitFor();
      await ready(page);
    },
  },
];

export const STATES: readonly State[] = [...VIEWS, ...REQUESTS, ...ERRORS, ...DIALOGS, ...OVERLAYS];

