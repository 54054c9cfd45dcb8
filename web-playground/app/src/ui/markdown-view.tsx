import type { ComponentChildren } from "preact";
import { blocksOf, piecesOf, type Piece } from "./markdown";
import "./markdown.css";

/** The little Markdown that our own pages use. Nothing in it becomes HTML. */
export function Markdown({ text }: { text: string }) {
  return (
    <div class="markdown">
      {blocksOf(text).map((block, index) => {
        if (block.is === "code") return <pre key={index} tabIndex={0}>{block.text}</pre>;
        if (block.is === "list") return <ul key={index}>{block.items.map((item, at) => <li key={at}>{inline(item)}</li>)}</ul>;
        return <p key={index}>{inline(block.text)}</p>;
      })}
    </div>
  );
}

function inline(text: string): ComponentChildren {
  return piecesOf(text).map((piece: Piece, index) => {
    if (piece.is === "code") return <code key={index}>{piece.text}</code>;
    if (piece.is === "emphasis") return <em key={index}>{piece.text}</em>;
    if (piece.is === "link") {
      return (
        <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer">
          {piece.text}
        </a>
      );
    }
    return piece.text;
  });
}
