/** The little Markdown that our own pages use, taken apart. */

export type Block = { is: "text"; text: string } | { is: "code"; text: string } | { is: "list"; items: string[] };
export type Piece = { is: "text" | "code" | "emphasis"; text: string } | { is: "link"; text: string; href: string };

export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const fence = /^```[^\n]*\n(.*?)^```[ \t]*$/gms;
  let from = 0;
  for (const match of markdown.matchAll(fence)) {
    blocks.push(...paragraphs(markdown.slice(from, match.index)), { is: "code", text: match[1] ?? "" });
    from = match.index + match[0].length;
  }
  return [...blocks, ...paragraphs(markdown.slice(from))];
}

function paragraphs(text: string): Block[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) =>
      /^[-*] /.test(paragraph)
        ? { is: "list", items: paragraph.split(/\n(?=[-*] )/).map((item) => oneLine(item.slice(2))) }
        : { is: "text", text: oneLine(paragraph.replace(/^#+ /, "")) },
    );
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ");
}

/** Only links into the web are links. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  const special = /`([^`]+)`|\[([^\]]+)\]\((https:\/\/[^)\s]+)\)|\*{1,2}([^*]+)\*{1,2}/g;
  let from = 0;
  for (const match of text.matchAll(special)) {
    const [all, code, label, href, emphasis] = match;
    if (match.index > from) pieces.push({ is: "text", text: text.slice(from, match.index) });
    if (code !== undefined) pieces.push({ is: "code", text: code });
    else if (label !== undefined && href !== undefined) pieces.push({ is: "link", text: label, href });
    else pieces.push({ is: "emphasis", text: emphasis ?? "" });
    from = match.index + all.length;
  }
  if (from < text.length) pieces.push({ is: "text", text: text.slice(from) });
  return pieces;
}
