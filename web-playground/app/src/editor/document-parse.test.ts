import { yamlLanguage } from "@codemirror/lang-yaml";
import { Parser, TreeFragment, type PartialParse, type Tree } from "@lezer/common";
import { expect, test } from "vitest";
import { DocumentParse, isDeep } from "./document-parse";
import { yaml } from "./language";

const { parser } = yaml.language;
const nested = (depth: number) => `a: ${"[".repeat(depth)}${"]".repeat(depth)}\n`;
const documents = (count: number) =>
  Array.from({ length: count }, (_, number) => `kind: Service\nmetadata: {name: s${number}}\nspec:\n- port: 80 # web\n  text: |\n    --- no\n`);

/** Names and places of all nodes. */
function nodes(tree: Tree): string[] {
  const list: string[] = [];
  tree.iterate({ enter: ({ name, from, to }) => void list.push(`${name} ${from}-${to}`) });
  return list;
}

/** The grammar, counting what it is asked to parse. */
class Counted extends Parser {
  parsed: { from: number; to: number }[] = [];

  createParse(...[input, fragments, ranges]: Parameters<Parser["createParse"]>): PartialParse {
    this.parsed.push(...ranges);
    return yamlLanguage.parser.startParse(input, fragments, ranges);
  }
}

function parseWith(counted: Parser, text: string, fragments: readonly TreeFragment[] = []): Tree {
  const input = { length: text.length, chunk: (from: number) => text.slice(from), lineChunks: false, read: (from: number, to: number) => text.slice(from, to) };
  const parse = new DocumentParse(yamlLanguage.parser.topNode, counted, input, fragments);
  for (;;) {
    const tree = parse.advance();
    if (tree) return tree;
  }
}

test("documents one by one have the tree of the whole text", () => {
  for (const text of ["", "a: [{b: 1}]\n", "---\na: 1\n---\n---\nb: 2", documents(40).join("---\n"), documents(3).join("--- # next\r\n")]) {
    expect(nodes(parser.parse(text))).toEqual(nodes(yamlLanguage.parser.parse(text)));
  }
});

test("an edit parses its document alone", () => {
  const texts = documents(50);
  parseWith(new Counted(), texts.join("---\n"));
  texts[20] = "kind: Gateway\n";
  const text = texts.join("---\n");
  const counted = new Counted();
  expect(nodes(parseWith(counted, text))).toEqual(nodes(yamlLanguage.parser.parse(text)));
  expect(counted.parsed.map(({ from, to }) => text.slice(from, to))).toEqual(["---\nkind: Gateway\n"]);
});

test("a parse that is stopped covers the text up to there, and the next one goes on", () => {
  const text = documents(10).join("---\n");
  const parse = parser.startParse(text);
  const middle = text.indexOf("name: s5");
  parse.stopAt(middle);
  let tree: Tree | null = null;
  while (!tree) tree = parse.advance();
  expect(tree.length).toBeGreaterThanOrEqual(middle);
  expect(tree.resolveInner(text.indexOf("name: s4"), 1).name).toBe("Literal");
  const rest = parser.parse(text, TreeFragment.addTree(tree, [], true));
  expect(nodes(rest)).toEqual(nodes(yamlLanguage.parser.parse(text)));
});

test("a quote that is never closed ends with its document", () => {
  const text = 'a: "open\n---\nb: [1]\n';
  expect(parser.parse(text).resolveInner(text.indexOf("1"), 1).parent?.parent?.name).toBe("FlowSequence");
});

test("a document that is deeper than the stack has no structure, and its neighbours have theirs", () => {
  const tree = parser.parse(`b: 1\n---\n${nested(100_000)}---\nc: [1]\n`);
  expect(nodes(tree).length).toBeLessThan(30);
  expect(tree.toString()).toContain("FlowSequence");
});

test("many brackets are not deep ones", () => {
  expect(isDeep(nested(3).repeat(1_000))).toBe(false);
  expect(isDeep("{[".repeat(250))).toBe(false);
  expect(isDeep("{[".repeat(251))).toBe(true);
  expect(isDeep(`${"]".repeat(600)}${"[".repeat(501)}`)).toBe(true);
});
