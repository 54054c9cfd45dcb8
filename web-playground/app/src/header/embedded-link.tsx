import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { addressOf, fragmentOf } from "../share/link";
import { workspace } from "../state/store";

const address = signal("");

/** Takes what is embedded, with the request as it is now, to a page of its own. */
export function EmbeddedLink() {
  const present = workspace();
  useEffect(() => {
    const timer = setTimeout(() => void fragmentOf(present).then((fragment) => (address.value = addressOf(fragment))), 300);
    return () => clearTimeout(timer);
  }, Object.values(present));
  return (
    <a class="row" href={address.value || addressOf("")} target="_blank" rel="noopener">
      Open in playground
    </a>
  );
}
