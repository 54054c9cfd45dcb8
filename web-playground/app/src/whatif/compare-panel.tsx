import { results } from "../state/store";

export function ComparePanel() {
  return <pre class="pad">{JSON.stringify(results.comparison.value, null, 2)}</pre>;
}
