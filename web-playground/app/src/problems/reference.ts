import reference from "../../../../docs/DIAGNOSTICS.md?url";

/** The page that explains each diagnostic; its headings are the codes. */
export const REFERENCE: string = reference;

let text: Promise<string> | undefined;

/** What the page says of a code, in Markdown; nothing if it does not know it. Throws if the page cannot be read. */
export async function explanationOf(code: string): Promise<string | null> {
  text ??= fetch(REFERENCE).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(`status ${answer.status}`))));
  try {
    return sectionOf(await text, code);
  } catch (error) {
    text = undefined;
    throw error;
  }
}

export function sectionOf(markdown: string, code: string): string | null {
  const lines = markdown.split("\n");
  const start = lines.indexOf(`### \`${code}\``);
  if (start < 0) return null;
  const length = lines.slice(start + 1).findIndex((line) => /^#{1,3} /.test(line));
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join("\n").trim();
}
