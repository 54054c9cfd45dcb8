import { signal } from "@preact/signals";
import type { Comparison } from "../../../types";
import { percent } from "../trace/received";
import { SAME, trafficDifferences, type TrafficDifference } from "./difference";

const FEW = 20;
const all = signal(false);
/** What the engine calls a backend that cannot be used. */
const NOBODY = "(not usable)";

/** Shares of the traffic, before and after. */
export function Traffic({ comparison }: { comparison: Comparison }) {
  const list = trafficDifferences(comparison);
  const left = list.length - FEW;
  return (
    <section aria-labelledby="traffic">
      <h3 id="traffic">Traffic of the backends</h3>
      {list.length === 0 ? (
        <p>No compared request reaches a backend, before or now.</p>
      ) : (
        <>
          <p class="muted">Of the compared requests, each counted once.</p>
          <ul class="traffic">
            {list.slice(0, all.value ? undefined : FEW).map((one) => (
              <Backend key={one.name} one={one} />
            ))}
          </ul>
          {left > 0 && !all.value && (
            <button type="button" onClick={() => (all.value = true)}>
              Show {left} more
            </button>
          )}
        </>
      )}
    </section>
  );
}

function Backend({ one: { name, before, after } }: { one: TrafficDifference }) {
  const gain = after - before;
  const [good, bad] = name === NOBODY ? ["failed", "ok"] : ["ok", "failed"];
  const [sign, word, style] = Math.abs(gain) < SAME ? ["=", "the same", ""] : gain > 0 ? ["▲", "gains", good] : ["▼", "loses", bad];
  return (
    <li>
      <span class={`break traffic-name ${name === NOBODY ? "" : "mono"}`}>{name === NOBODY ? "no usable backend: answers 500" : name}</span>
      <span class={`verdict ${style}`}>
        <span class="sign" aria-hidden="true">
          {sign}
        </span>
        {word} {Math.abs(gain) < SAME ? "" : percent(Math.abs(gain))}
      </span>
      <span class="traffic-bars">
        <Bar label="before" share={before} />
        <Bar label="now" share={after} />
      </span>
    </li>
  );
}

function Bar({ label, share }: { label: string; share: number }) {
  return (
    <span class={`traffic-bar ${label}`}>
      <span class="muted">{label}</span>
      <span class="share-bar" aria-hidden="true">
        <span style={{ width: percent(Math.min(1, share)) }} />
      </span>
      <span class="share-number">{percent(share)}</span>
    </span>
  );
}
