import { signal } from "@preact/signals";

interface Toast {
  text: string;
  action?: { label: string; run(): void };
}

const toast = signal<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something in passing. With an action (`Undo`) it stays longer. */
export function say(text: string, action?: Toast["action"]): void {
  clearTimeout(timer);
  toast.value = action ? { text, action } : { text };
  timer = setTimeout(() => (toast.value = null), action ? 12_000 : 5_000);
}

export function Toasts() {
  const shown = toast.value;
  return (
    <div class="toasts" role="status">
      {shown && (
        <div class="toast">
          <span>{shown.text}</span>
          {shown.action && (
            <button
              type="button"
              onClick={() => {
                shown.action?.run();
                toast.value = null;
              }}
            >
              {shown.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
