import { describe, expect, it } from "vitest";
import type { PictureNode } from "../../../types";
import { walk, walkOf } from "./walk";

function node(id: string, layer: number, y: number): PictureNode {
  return { id, layer, x: layer * 200, y, width: 150, height: 40, kind: "", label: id, detail: "", state: "ok", description: id };
}

const drawn = {
  nodes: [node("gateway", 1, 60), node("http", 2, 0), node("https", 2, 60), node("shop", 3, 0), node("blog", 3, 60), node("lone", 3, 120)],
  edges: [
    { from: "gateway", to: "http" },
    { from: "gateway", to: "https" },
    { from: "http", to: "shop" },
    { from: "http", to: "blog" },
    { from: "https", to: "blog" },
  ],
};

describe("walking the graph", () => {
  it("follows edges to the nearest end", () => {
    expect(walk(drawn, "gateway", "right")).toBe("https");
    expect(walk(drawn, "http", "right")).toBe("shop");
    expect(walk(drawn, "blog", "left")).toBe("https");
  });

  it("stays on the request's path, whatever is nearer", () => {
    expect(walk(drawn, "gateway", "right", new Set(["gateway", "http"]))).toBe("http");
    expect(walk(drawn, "blog", "left", new Set(["http", "blog"]))).toBe("http");
    expect(walk(drawn, "gateway", "right", new Set(["http"]))).toBe("https");
  });

  it("follows an edge against its direction where it leads there", () => {
    const edges = [{ from: "blog", to: "http" }];
    expect(walk({ ...drawn, edges }, "blog", "left")).toBe("http");
    expect(walk({ ...drawn, edges }, "blog", "right")).toBeUndefined();
  });

  it("goes up and down a column, whatever the edges", () => {
    expect(walk(drawn, "shop", "down")).toBe("blog");
    expect(walk(drawn, "blog", "up")).toBe("shop");
    expect(walk(drawn, "shop", "up")).toBeUndefined();
    expect(walk(drawn, "shop", "last")).toBe("lone");
    expect(walk(drawn, "lone", "first")).toBe("shop");
  });

  it("stays where no edge leads on", () => {
    expect(walk(drawn, "lone", "left")).toBeUndefined();
    expect(walk(drawn, "lone", "right")).toBeUndefined();
  });

  it("begins at the first node when the present one is not drawn", () => {
    expect(walk(drawn, "gone", "down")).toBe("gateway");
    expect(walk({ nodes: [], edges: [] }, "gone", "down")).toBeUndefined();
  });

  it("knows only its keys", () => {
    expect(walkOf("ArrowLeft")).toBe("left");
    expect(walkOf("a")).toBeUndefined();
  });
});
