import { say } from "../ui/toast";

/** Where the page may not write to the clipboard, it says so: the text stands in a field to copy by hand. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    say("The browser does not let the page copy: select the text and copy it yourself");
  }
}
