import { results } from "../state/store";

export function RequestPane() {
  return (
    <section class="pane request-pane" aria-label="Request">
      <pre class="scroll pad">{JSON.stringify(results.decision.value, null, 2)}</pre>
    </section>
  );
}
