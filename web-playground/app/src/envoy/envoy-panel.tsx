import { results } from "../state/store";

export function EnvoyPanel() {
  return <pre class="pad">{JSON.stringify(results.envoy.value, null, 2)}</pre>;
}
