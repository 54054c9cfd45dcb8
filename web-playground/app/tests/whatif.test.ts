import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser, visit } from "./support/browser";
import { ask, counts, editor, focusIs, nodes, openFile, reads, showAnswer, showView } from "./support/ways";

useBrowser();

const GRANT = "#gallery/reference-grant";

async function deleteGrant(page: Page): Promise<void> {
  await showView(page, "What if");
  await page.getByRole("button", { name: "Delete ReferenceGrant payments/store" }).click();
  await requests(page).getByText("1 of 2 requests are answered differently").waitFor();
}

function requests(page: Page) {
  return page.getByRole("region", { name: "Requests", exact: true });
}

function traffic(page: Page, backend: string) {
  return page.getByRole("region", { name: "Traffic of the backends" }).getByRole("listitem").filter({ hasText: backend });
}

/** What a comparison says of a request. */
function difference(page: Page, name: string) {
  return requests(page).getByRole("listitem").filter({ hasText: name });
}

test("a grant that is deleted takes a backend's traffic", async () => {
  const page = await visit({ at: GRANT });
  await deleteGrant(page);
  await focusIs(page, "Compared with the pinned state");
  await reads(difference(page, "A Service of another namespace"), /before\s+forward to payments\/checkout:8080.*now\s+answer 500/s);
  await reads(traffic(page, "payments/checkout:8080"), /loses 50%.*before\s+50%\s+now\s+0%/s);
  await reads(traffic(page, "store/store:8080"), /the same/);
});

test("the graph shows who lost", async () => {
  const page = await visit({ at: GRANT });
  await deleteGrant(page);
  await showView(page, "Graph");
  await nodes(page, /^Backend payments\/checkout:8080.*lost since the pinned state/).waitFor();
  await counts(nodes(page, /^Backend store\/store:8080.*since the pinned state/), 0);
});

test("the saved requests show what is not as expected any more", async () => {
  const page = await visit({ at: GRANT });
  await deleteGrant(page);
  await page.getByRole("tab", { name: "Saved 1 ✗" }).waitFor();
  await showAnswer(page, "Saved");
  await reads(page.getByRole("listitem").filter({ hasText: "A Service of another namespace" }).filter({ hasText: "not as expected" }), /Expected: forward to payments\/checkout:8080/);
});

test("undo takes the change back, and with it the comparison", async () => {
  const page = await visit({ at: GRANT });
  await deleteGrant(page);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("heading", { name: "What if the manifests were different?" }).waitFor();
  await page.getByRole("button", { name: "Delete ReferenceGrant payments/store" }).waitFor();
  await page.getByRole("tab", { name: "Saved 2" }).waitFor();
});

test("a label that changes detaches a route", async () => {
  const page = await visit({ at: "#gallery/allowed-routes" });
  await showView(page, "What if");
  await page.getByRole("button", { name: "Labels of Namespace site" }).click();
  await page.getByRole("textbox", { name: "Value of shared-gateway" }).fill("denied");
  await page.getByRole("button", { name: "Set", exact: true }).click();
  const attachments = page.getByRole("region", { name: "Attachments" });
  await reads(attachments, /lost\s+HTTPRoute site\/site on Listener infra\/shared\/labelled/);
  await reads(requests(page), /2 of 4 requests are answered differently/);
  await openFile(page, "site.yaml");
  await editor(page).getByText("denied").waitFor();
  await showView(page, "Graph");
  await nodes(page, /^HTTPRoute site\/site.*lost since the pinned state/).waitFor();
});

test("a label that is added attaches a route", async () => {
  const page = await visit({ at: "#gallery/allowed-routes" });
  await showView(page, "What if");
  await page.getByRole("button", { name: "Labels of Namespace blog" }).click();
  await page.getByRole("textbox", { name: "Name of the new label" }).fill("shared-gateway");
  await page.getByRole("textbox", { name: "Value of the new label" }).fill("allowed");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await reads(page.getByRole("region", { name: "Attachments" }), /gained\s+HTTPRoute blog\/blog on Listener infra\/shared\/labelled/);
  await reads(traffic(page, "blog/blog:8080"), /gains 25%/);
});

test("a route that becomes older wins", async () => {
  const page = await visit({ at: "#gallery/precedence-ties" });
  await showView(page, "What if");
  await page.getByRole("button", { name: "Age of HTTPRoute a-newcomer" }).click();
  const others = page.getByRole("combobox", { name: "Make it older than" });
  await others.selectOption(await others.getByRole("option", { name: /old-hand$/ }).getAttribute("value"));
  await reads(requests(page), /1 of 3 requests are answered differently/);
  await reads(requests(page), /by rule default\/old-hand\/old.*by rule default\/a-newcomer\/newcomer/s);
  await reads(traffic(page, "default/second:8080"), /gains/);
  await reads(traffic(page, "default/first:8080"), /loses/);
});

test("another request is compared as well", async () => {
  const page = await visit({ at: GRANT });
  await deleteGrant(page);
  await page.getByRole("button", { name: "Change the request" }).click();
  await focusIs(page, 'textbox "URL"');
  await ask(page, "http://store.example.com/pay/now");
  await reads(requests(page), /2 of 3 requests are answered differently/);
});

test("one goes back to the pinned state, and forward again", async () => {
  const page = await visit({ at: GRANT });
  await deleteGrant(page);
  await page.getByRole("button", { name: "Go back to the pinned state" }).click();
  await page.getByText(/^Nothing differs yet/).waitFor();
  await openFile(page, "payments.yaml");
  await editor(page).getByText("ReferenceGrant").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await requests(page).getByText("1 of 2 requests are answered differently").waitFor();
  await counts(editor(page).getByText("ReferenceGrant"), 0);
});

test("the two are swapped", async () => {
  const page = await visit({ at: GRANT });
  await deleteGrant(page);
  await page.getByRole("button", { name: "Swap the two" }).click();
  await reads(traffic(page, "payments/checkout:8080"), /gains 50%/);
});

test("what is typed after pinning is compared", async () => {
  const page = await visit({ at: "#gallery/simple-gateway" });
  await showView(page, "What if");
  await page.getByRole("button", { name: "Compare from here" }).click();
  await page.getByText(/^Nothing differs yet/).waitFor();
  await openFile(page, "gateway.yaml");
  await editor(page).getByText("80", { exact: true }).last().dblclick();
  await page.keyboard.type("81");
  await reads(page.getByRole("region", { name: "Compared with the pinned state" }), /gateway\.yaml 1 line added, 1 line gone/);
  await reads(requests(page), /3 of 3 requests are answered differently/);
});

test("a comparison is ended, and taken up again", async () => {
  const page = await visit({ at: GRANT });
  await deleteGrant(page);
  await page.getByRole("button", { name: "Stop comparing" }).click();
  await page.getByRole("heading", { name: "What if the manifests were different?" }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await requests(page).getByText("1 of 2 requests are answered differently").waitFor();
  expect(await page.getByRole("region", { name: "Attachments" }).innerText()).toContain("No route attaches to another listener");
});
