import { Dialog } from "../ui/dialog";

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);
const control = apple ? "⌘" : "Ctrl";

const SHORTCUTS: [title: string, keys: [keys: string, what: string][]][] = [
  [
    "Everywhere",
    [
      ["?", "This help, where no text is expected"],
      [apple ? "⌥R" : "Alt+R", "Go to the request's URL"],
      [`${control}+S`, "Keep the present state in the history"],
      [`${control}+V`, "Add what is pasted as a file, where no text is expected"],
    ],
  ],
  [
    "Editor",
    [
      ["Tab", "Leave the editor; it never indents"],
      [`${control}+] and ${control}+[`, "Indent more, indent less"],
      ["Ctrl+Space", "Suggest fields, values and names"],
      ["F1", "What the field at the cursor means"],
      ["F8 and Shift+F8", "Next and previous problem"],
      [`${control}+F`, "Find and replace"],
      [`${control}+Z and ${apple ? "⇧⌘Z" : "Ctrl+Y"}`, "Undo and redo, for each file by itself"],
      [`${control}+/`, "Comment or uncomment"],
      [apple ? "⌥⌘[ and ⌥⌘]" : "Ctrl+Shift+[ and Ctrl+Shift+]", "Fold and unfold"],
      ["Alt+↑ and Alt+↓", "Move the line"],
    ],
  ],
  [
    "Lists of tabs",
    [
      ["← →, Home, End", "Go to another tab"],
      ["F2 and Delete", "On a file's tab: rename it, delete it"],
    ],
  ],
  [
    "Graph",
    [
      ["Arrows", "Follow the edges"],
      ["Enter and Esc", "Open a node, return to the graph"],
    ],
  ],
];

export function HelpDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog title="Help" onClose={onClose}>
      <div class="stack">
        <p>
          Paste the manifests of Gateways, routes and Services. The playground shows how each route attaches, what is wrong, and which rule takes
          a request. The engine runs in this page: nothing leaves your browser.
        </p>
        <p>Select a node of the graph, a problem or a step of a trace to go to the lines that it comes from; put the cursor into an object to see it in the graph.</p>
        {SHORTCUTS.map(([title, keys]) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl class="shortcuts">
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <p>
          <a href="https://gateway-api.sigs.k8s.io/" target="_blank" rel="noopener noreferrer">
            The Gateway API
          </a>{" "}
          is specified by Kubernetes SIG Network.
        </p>
        <p class="muted">If a workspace makes the page unusable, add ?safe=1 to the address: then nothing is restored, and your work waits in the history.</p>
      </div>
    </Dialog>
  );
}
