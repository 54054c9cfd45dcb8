import { render } from "preact";
import type { Picture } from "../../../types";
import rules from "./drawing.css?inline";
import { Edges, Reasons } from "./edges";
import type { Change } from "./marks";
import { Node } from "./node";
import { placedEdges } from "./shape";

interface Look {
  lit: ReadonlySet<string> | null;
  selection: string | null;
  changes: ReadonlyMap<string, Change>;
}

/** The whole drawing in light colours, as a file that needs nothing else. */
export function exportPicture(picture: Picture, look: Look): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([svgOf(picture, look)], { type: "image/svg+xml" }));
  link.download = "gateway-graph.svg";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function svgOf(picture: Picture, look: Look): string {
  const ground = document.createElement("div");
  render(<Whole picture={picture} look={look} />, ground);
  const svg = ground.firstElementChild;
  return svg ? new XMLSerializer().serializeToString(svg) : "";
}

function Whole({ picture, look: { lit, selection, changes } }: { picture: Picture; look: Look }) {
  const { width, height, nodes, layers } = picture;
  const font = getComputedStyle(document.documentElement).fontFamily;
  return (
    <svg class="graph-drawing" role="img" aria-label="Attachment graph" width={width} height={height} viewBox={`0 0 ${width} ${height}`} font-family={font}>
      <style>{lightRules()}</style>
      <rect class="ground" width={width} height={height} />
      {layers.map(({ title, x }, index) => (
        <text key={index} class="detail" x={x} y={20}>
          {title}
        </text>
      ))}
      <Edges edges={placedEdges(picture)} lit={lit} selection={selection} />
      {nodes.map((node) => (
        <Node
          key={node.id}
          node={node}
          light={lit ? (lit.has(node.id) ? "lit" : "dim") : ""}
          selected={node.id === selection}
          change={changes.get(node.id)}
        />
      ))}
      <Reasons edges={placedEdges(picture)} selection={selection} />
    </svg>
  );
}

/** The drawing's rules with the tokens' light values in place of the tokens. */
function lightRules(): string {
  const probe = document.createElement("div");
  probe.style.colorScheme = "light";
  document.body.append(probe);
  const light = `${rules}\n.ground { fill: var(--surface); }`.replace(/var\((--[\w-]+)\)/g, (_, token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return light;
}
