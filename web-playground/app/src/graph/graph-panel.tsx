import { results } from "../state/store";

export function GraphPanel() {
  return <pre class="pad">{JSON.stringify(results.picture.value, null, 2)}</pre>;
}
