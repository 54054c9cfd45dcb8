import { fitted } from "./shape";

let context: CanvasRenderingContext2D | null = null;
const known = new Map<string, Shortened>();

export interface Shortened {
  text: string;
  /** How wide it is to be drawn, if that is narrower than it is. */
  squeezed?: number;
}

/** The engine does not know the page's font: what it found room for may be so much wider than its room. */
const SQUEEZE = 1.15;

/** A text as much as fits a width, in the page's font. */
export function shortened(text: string, width: number, font: string): Shortened {
  const key = `${width} ${font} ${text}`;
  let result = known.get(key);
  if (result === undefined) {
    context ??= document.createElement("canvas").getContext("2d");
    if (!context) return { text };
    context.font = `${font} ${getComputedStyle(document.documentElement).fontFamily}`;
    const { measureText } = context;
    const measure = (text: string) => measureText.call(context, text).width;
    const shown = fitted(text.slice(0, 500), width * SQUEEZE, measure);
    result = measure(shown) > width ? { text: shown, squeezed: width } : { text: shown };
    if (known.size > 20_000) known.clear();
    known.set(key, result);
  }
  return result;
}
