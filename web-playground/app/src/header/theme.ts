import { signal } from "@preact/signals";

/** Light, dark, or as the system has it. */

const KEY = "gatewright:theme";
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const theme = signal<Theme>("system");

function show(chosen: Theme): void {
  theme.value = chosen;
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

/** Before anything is drawn. */
export function restoreTheme(): void {
  try {
    const kept = localStorage.getItem(KEY);
    show(THEMES.find((theme) => theme === kept) ?? "system");
  } catch {
    show("system");
  }
}

export function chooseTheme(chosen: Theme): void {
  show(chosen);
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // Then it holds for this visit.
  }
}
