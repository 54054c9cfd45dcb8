import { NodeType, Tree, type Input, type Parser, type PartialParse, type TreeFragment } from "@lezer/common";

/** What parses and colours a text calls itself at each bracket within another: some thousands are too many. */
const DEEPEST = 500;

/** The documents of the text that was parsed last, and what was parsed since. */
let known = new Map<string, Tree>();

/**
 * Parses the documents of a text one by one, and none that it knows: the grammar itself keeps next to nothing of what
 * stands around an edit. A line `---` begins a document whatever it stands in.
 */
export class DocumentParse implements PartialParse {
  readonly #whole: string;
  readonly #seen = new Map<string, Tree>();
  readonly #trees: Tree[] = [];
  readonly #positions: number[] = [];
  /** Where the document begins that comes next, and where it ends. */
  #from = 0;
  #to: number;
  /** It, while it is parsed. */
  #document: { text: string; parse: PartialParse } | null = null;
  stoppedAt: number | null = null;

  constructor(
    readonly top: NodeType,
    readonly parser: Parser,
    readonly input: Input,
    readonly fragments: readonly TreeFragment[],
  ) {
    this.#whole = input.read(0, input.length);
    this.#to = documentEnd(this.#whole, 0);
  }

  get parsedPos(): number {
    return this.#document?.parse.parsedPos ?? this.#from;
  }

  stopAt(position: number): void {
    this.stoppedAt = position;
    this.#document?.parse.stopAt(Math.min(position, this.#to));
  }

  advance(): Tree | null {
    this.#document ??= this.#next();
    if (!this.#document) return this.#finish();
    const { text, parse } = this.#document;
    const tree = parse.advance();
    if (!tree) return null;
    this.#document = null;
    this.#take(text, new Tree(NodeType.none, tree.children, tree.positions, tree.length));
    return null;
  }

  /** Begins the next document that is not known. */
  #next(): { text: string; parse: PartialParse } | null {
    while (this.#from < this.#end) {
      const text = this.#whole.slice(this.#from, this.#to);
      const tree = known.get(text) ?? (isDeep(text) ? new Tree(NodeType.none, [], [], text.length) : null);
      if (!tree) {
        const parse = this.parser.startParse(this.input, this.fragments, [{ from: this.#from, to: this.#to }]);
        if (this.#end < this.#to) parse.stopAt(this.#end);
        return { text, parse };
      }
      this.#take(text, tree);
    }
    return null;
  }

  #take(text: string, tree: Tree): void {
    this.#trees.push(tree);
    this.#positions.push(this.#from);
    if (this.#end >= this.#to) {
      known.set(text, tree);
      this.#seen.set(text, tree);
    }
    this.#from = this.#to;
    this.#to = documentEnd(this.#whole, this.#from);
  }

  #finish(): Tree {
    if (this.stoppedAt === null) known = this.#seen;
    return new Tree(this.top, this.#trees, this.#positions, Math.min(this.#from, this.#end)).balance();
  }

  get #end(): number {
    return this.stoppedAt ?? this.#whole.length;
  }
}

/** Where the document ends that begins at an offset. */
function documentEnd(text: string, from: number): number {
  for (let at = text.indexOf("\n---", from); at >= 0; at = text.indexOf("\n---", at + 1)) {
    if (at + 4 === text.length || " \t\r\n".includes(text.charAt(at + 4))) return at + 1;
  }
  return text.length;
}

/** Whether so many brackets are open at once; those in strings and comments count, too. */
export function isDeep(text: string, limit = DEEPEST): boolean {
  let open = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // `[` and `{`, `]` and `}` differ in one bit.
    if ((code | 0x20) === 0x7b) open += 1;
    else if ((code | 0x20) === 0x7d) open = Math.max(0, open - 1);
    if (open > limit) return true;
  }
  return false;
}
