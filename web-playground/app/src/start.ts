import { loadExamples, openExample, openFirstExample } from "./gallery/open";
import { keepSaving } from "./history/autosave";
import { undoable } from "./history/undo";
import { lastWork, leaveTab, type Work } from "./history/works";
import { brokenLink } from "./share/broken-link";
import { isLink, readLink } from "./share/link";
import { sameFiles, withLocalFiles } from "./share/local";
import { embedded, openWorkspace, workspace } from "./state/store";
import type { Workspace } from "./state/workspace";

/** What the page begins with: a link beats what was kept, and that the first example. */

const query = new URLSearchParams(location.search);

/** Before the page is drawn. Returns what was kept. */
export function restore(): Work | null {
  if (embedded) return null;
  if (query.get("safe") === "1") {
    leaveTab();
    return null;
  }
  const kept = lastWork();
  if (kept && !isLink(location.hash)) openWorkspace(kept.workspace);
  return kept;
}

/** After the page is drawn. */
export async function begin(kept: Work | null): Promise<void> {
  if (!(await openLink(kept))) {
    if (kept) openWorkspace(kept.workspace);
    else openFirstExample();
  }
  if (embedded) return;
  forgetAddress();
  keepSaving();
  window.addEventListener("hashchange", () => void followLink());
}

/** Whether there is one, and it could be opened. */
async function openLink(kept: Work | null): Promise<boolean> {
  const opened = await linked(kept?.workspace ?? workspace());
  if (!opened) return false;
  if (kept) undoable("Opened the link; your own work is in the history", opened, kept.workspace);
  else opened();
  return true;
}

/** A link that is opened in a page that is there already. */
async function followLink(): Promise<void> {
  const opened = await linked(workspace());
  if (!opened) return;
  undoable("Opened the link", opened);
  forgetAddress();
}

/** What opens the link in the address. */
async function linked(own: Workspace): Promise<(() => void) | null> {
  const found = await readLink(location.hash);
  switch (found.is) {
    case "workspace":
      return () => openWorkspace(found.workspace);
    case "example":
      return openerOfExample(found.slug);
    case "local":
      return openerOfLocalFiles(own);
    case "broken":
      brokenLink.value = found.reason;
  }
  return null;
}

async function openerOfExample(slug: string): Promise<(() => void) | null> {
  try {
    const wanted = (await loadExamples()).find((example) => example.slug === slug);
    if (wanted) return () => openExample(wanted);
    brokenLink.value = "It names an example that the gallery does not have.";
  } catch (error) {
    brokenLink.value = `The examples could not be loaded: ${(error as Error).message}.`;
  }
  return null;
}

/** Nothing where one's own are the same: then there is nothing to lose, and nothing to undo. */
async function openerOfLocalFiles(own: Workspace): Promise<(() => void) | null> {
  try {
    const local = await withLocalFiles(own);
    return sameFiles(local, own) ? null : () => openWorkspace(local);
  } catch (error) {
    brokenLink.value = `The manifests of the command line could not be read: ${(error as Error).message}.`;
    return null;
  }
}

/**
 * What was opened can now be edited: when the page is loaded again, the edited is wanted and not the link. Except for
 * the manifests of the command line: they are edited elsewhere, and loading the page again reads them again.
 */
function forgetAddress(): void {
  query.delete("safe");
  const rest = query.toString();
  const hash = location.hash === "#local" ? location.hash : "";
  history.replaceState(null, "", `${location.pathname}${rest && `?${rest}`}${hash}`);
}

