import type { Options } from "../../../types";
import { options } from "../state/store";
import { Dialog } from "../ui/dialog";

/** Without what is empty: that is the default. */
function change(changed: Partial<Record<keyof Options, string>>): void {
  const entries = Object.entries({ ...options.value, ...changed }).filter(([, value]) => value !== "");
  options.value = Object.fromEntries(entries) as Options;
}

export function OptionsDialog({ onClose }: { onClose(): void }) {
  const { channel, controller = "", namespace = "" } = options.value;
  return (
    <Dialog title="Options" onClose={onClose}>
      <div class="stack">
        <label class="field">
          <span>Channel</span>
          <select value={channel ?? ""} onChange={(event) => change({ channel: event.currentTarget.value })}>
            <option value="">Experimental: all kinds and fields</option>
            <option value="standard">Standard: the stable ones only</option>
          </select>
        </label>
        <label class="field">
          <span>Controller</span>
          <input
            value={controller}
            placeholder="every controller"
            spellcheck={false}
            aria-describedby="controller-help"
            onInput={(event) => change({ controller: event.currentTarget.value.trim() })}
          />
        </label>
        <p id="controller-help" class="muted">
          The controllerName whose GatewayClasses count, like example.com/gateway-controller. Empty: all of them.
        </p>
        <label class="field">
          <span>Namespace</span>
          <input
            value={namespace}
            placeholder="default"
            spellcheck={false}
            aria-describedby="namespace-help"
            onInput={(event) => change({ namespace: event.currentTarget.value.trim() })}
          />
        </label>
        <p id="namespace-help" class="muted">
          Of objects that do not name theirs.
        </p>
        <div class="row end">
          <button type="button" disabled={Object.keys(options.value).length === 0} onClick={() => (options.value = {})}>
            Use the defaults
          </button>
          <button type="button" class="primary" onClick={onClose}>
            Done
          </button>
        </div>
      </div>
    </Dialog>
  );
}
