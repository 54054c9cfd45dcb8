import { client } from "../state/store";

/** In place of what the engine has not said yet. */
export function Waiting({ what }: { what: string }) {
  const crashed = client.state.value.is === "crashed";
  return (
    <p class="empty" role="status">
      {crashed ? `There is no ${what}: the engine stopped.` : "The engine is starting…"}
    </p>
  );
}
