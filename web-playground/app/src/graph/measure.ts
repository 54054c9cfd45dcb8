import { fitted } from "./shape";

let context: CanvasRenderingContext2D | null = null;
const known = new Map<string, string>();

/** A text as much as fits a width, in the page's font. */
export function shortened(text: string, width: number, font: string): string {
  const key = `${width} ${font} ${text}`;
  let result = known.get(key);
  if (result === undefined) {
    context ??= document.createElement("canvas").getContext("2d");
    if (!context) return text;
    context.font = `${font} ${getComputedStyle(document.documentElement).fontFamily}`;
    const { measureText } = context;
    result = fitted(text.slice(0, 500), width, (text) => measureText.call(context, text).width);
    if (known.size > 20_000) known.clear();
    known.set(key, result);
  }
  return result;
}
