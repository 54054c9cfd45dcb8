import { checkedWorkspace, type Workspace } from "../state/workspace";

/** Where `gatewright playground PATH…` has the manifests that it was given, as they are now: `{files, options}`. */
const LOCAL = "./local.json";

/** Those manifests in place of one's own; the requests and the view stay. Throws a sentence. */
export async function withLocalFiles(own: Workspace): Promise<Workspace> {
  const answer = await fetch(LOCAL, { cache: "no-store" }).catch(() => null);
  if (!answer) throw new Error("its server does not answer");
  if (!answer.ok) throw new Error("this page is not served by `gatewright playground` with manifests");
  const found: unknown = await answer.json().catch(() => null);
  const { files, active, options } = checkedWorkspace({ ...(found as object | null), active: own.active });
  return { ...own, files, active, options };
}

/** Whether two workspaces hold the same text, whatever is done with it. */
export function sameFiles(one: Workspace, other: Workspace): boolean {
  return JSON.stringify([one.files, one.options]) === JSON.stringify([other.files, other.options]);
}
