import { batch } from "@preact/signals";
import first from "../../../gallery/01-simple-gateway.md?raw";
import { parseExample } from "../../../gallery/parse.mjs";
import { example } from "../files/actions";
import { openWorkspace, panel } from "../state/store";
import { emptyWorkspace, type Expectation, type SavedRequest, type Workspace } from "../state/workspace";
import type { Example } from "./examples";

/** What a first visit shows: it is there before all the others. */
export function openFirstExample(): void {
  openExample(parseExample("01-simple-gateway.md", first));
}

export async function loadExamples(): Promise<readonly Example[]> {
  return (await import("./examples")).examples;
}

export function openExample(found: Example): void {
  const workspace = workspaceOf(found, panel.value);
  batch(() => {
    openWorkspace(workspace);
    example.value = workspace.files;
  });
}

export function workspaceOf({ files, requests }: Example, panel: Workspace["panel"]): Workspace {
  const saved = requests.map(savedRequest);
  const empty = emptyWorkspace();
  return { ...empty, files, active: files[0]?.path ?? "", saved, request: saved[0]?.request ?? empty.request, panel };
}

function savedRequest({ name, method, url, headers, expect }: Example["requests"][number]): SavedRequest {
  const expected = expectationIn(expect);
  const request = { url, headers, ...(method && { method }) };
  return { name: name ?? (method ? `${method} ${url}` : url), request, ...(expected && { expected }) };
}

/** The line that says what becomes of a request. It names a rule by its own name only, which a trace does not. */
function expectationIn(lines: readonly string[]): Expectation | null {
  for (const line of lines) {
    const [word, detail = ""] = line.split(/ {2,}/);
    if (word === "forward") return { outcome: "forward", backend: detail.slice(detail.indexOf("→") + 1).trim() };
    if (word === "redirect" || word === "reply") return { outcome: word, status: Number.parseInt(detail, 10) };
    if (word === "noMatch") return { outcome: "noMatch" };
  }
  return null;
}

/** The examples that have all the words, by group. */
export function searched(examples: readonly Example[], query: string): [group: string, examples: Example[]][] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Example[]>();
  for (const example of examples) {
    const { slug, title, summary, group, status, files } = example;
    const text = [slug, title, summary, group, ...status, ...files.map(({ text }) => text)].join("\n").toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    groups.set(example.group, [...(groups.get(example.group) ?? []), example]);
  }
  return [...groups];
}
