import { parseGallery } from "../../../gallery/parse.mjs";

/** All examples, with their texts. Import it when they are wanted: the page starts without. */

const texts = import.meta.glob<string>("../../../gallery/*.md", { query: "?raw", import: "default", eager: true });

export const examples = parseGallery(Object.entries(texts).map(([path, text]) => ({ name: path.slice(path.lastIndexOf("/") + 1), text })));
export type Example = (typeof examples)[number];
