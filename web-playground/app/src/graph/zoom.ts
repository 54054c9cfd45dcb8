/** How large the drawing is shown. */

interface Size {
  width: number;
  height: number;
}

/** `auto` begins with as much as can be read, `fit` shows as much as can be shown, and a number is what somebody chose. */
export type Zoom = "auto" | "fit" | number;

/** Smaller than this no text can be read, and large drawings have too much to draw. */
const SMALLEST = 0.25;
const LARGEST = 2;
const READABLE = 0.75;
/** So much smaller is worth it if then no column is out of sight. */
const STILL_READABLE = 0.64;
/** Smaller than this one sees where things are, and no more. */
const OVERVIEW = 0.4;
const STEP = 1.25;

export function scaleOf(zoom: Zoom, drawing: Size, room: Size): number {
  if (typeof zoom === "number") return zoom;
  const across = room.width / Math.max(drawing.width, 1);
  const fit = Math.min(across, room.height / Math.max(drawing.height, 1));
  if (zoom === "fit") return within(OVERVIEW, fit, 1.5);
  const least = across < STILL_READABLE ? READABLE : Math.min(across, READABLE);
  return within(least, fit, 1);
}

/** One step larger (1) or smaller (-1). */
export function stepped(scale: number, steps: number): number {
  return within(SMALLEST, scale * STEP ** steps, LARGEST);
}

/** What a turn of the wheel does, whatever unit the browser counts in. */
export function wheeled(scale: number, delta: number): number {
  return within(SMALLEST, scale * Math.exp(-within(-100, delta, 100) / 300), LARGEST);
}

/** Where to scroll to, so that the place under `point` stays where it is. */
export function scrollAfter(scroll: number, point: number, before: number, after: number): number {
  return ((scroll + point) / before) * after - point;
}

/** Where to scroll to, so that `from`..`to` is seen with some room around it. Stays if it already is. */
export function scrollTo(scroll: number, room: number, from: number, to: number, around = 16): number {
  if (from - around < scroll) return Math.max(0, from - around);
  if (to + around > scroll + room) return Math.max(0, Math.min(from - around, to + around - room));
  return scroll;
}

function within(least: number, value: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
