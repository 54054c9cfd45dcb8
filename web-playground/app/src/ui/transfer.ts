import { say } from "./toast";

/** Out of the page: to the clipboard, or to a file. */

export function copyText(text: string, said: string): void {
  // Without permission, or not on a secure origin, there is no clipboard.
  const refused = () => say("The browser did not allow it: select the text and copy it by hand");
  if (!navigator.clipboard) return refused();
  navigator.clipboard.writeText(text).then(() => say(said), refused);
}

export function download(name: string, text: string, type = "application/json"): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
