import { client } from "../state/store";

/** In place of what the engine has not said yet. */
export function Waiting({ what }: { what: string }) {
  const state = client.state.value.is;
  const said = {
    crashed: `There is no ${what}: the engine stopped.`,
    starting: "The engine is starting…",
    busy: "Reading the manifests…",
    ready: `There is no ${what} yet.`,
  };
  return (
    <p class="empty" role="status">
      {said[state]}
    </p>
  );
}
