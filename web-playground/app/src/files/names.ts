/** Paths of files: each names one file of the workspace. */

const LONGEST = 200;

/** Why a file cannot be called that, or nothing. */
export function objection(path: string, taken: readonly string[]): string | null {
  if (path.trim() === "") return "A file needs a name.";
  if (path.length > LONGEST) return `A name has at most ${LONGEST} characters.`;
  if (/[\u0000-\u001f]/.test(path)) return "A name cannot hold control characters.";
  if (taken.includes(path)) return "There is a file of that name already.";
  return null;
}

/** `gateway.yaml`, or `gateway-2.yaml` if that is taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const dot = wanted.lastIndexOf(".");
  const [stem, extension] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ""];
  let number = 2;
  while (taken.includes(`${stem}-${number}${extension}`)) number += 1;
  return `${stem}-${number}${extension}`;
}
