import { results } from "../state/store";

export function AttachmentsPanel() {
  return <pre class="pad">{JSON.stringify(results.attachments.value, null, 2)}</pre>;
}
