import { results } from "../state/store";

export function StatusPanel() {
  return <pre class="pad">{JSON.stringify(results.tables.value, null, 2)}</pre>;
}
