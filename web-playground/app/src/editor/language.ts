import { yamlLanguage } from "@codemirror/lang-yaml";
import { LanguageSupport } from "@codemirror/language";

type Wrapper = NonNullable<Parameters<typeof yamlLanguage.configure>[0]["wrap"]>;

const NOTHING = yamlLanguage.parser.parse("");
/** What parses and colours a text calls itself at each bracket within another: some thousands are too many. */
const DEEPEST = 500;

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

/** A text that is too deep gets no colours. */
const withoutOverflow: Wrapper = (inner, input) => {
  const deep = isDeep(input.read(0, input.length));
  return {
    advance: () => (deep ? NOTHING : inner.advance()),
    stopAt: (position) => inner.stopAt(position),
    get parsedPos() {
      return inner.parsedPos;
    },
    get stoppedAt() {
      return inner.stoppedAt;
    },
  };
};

/** The parser of the editor, for colours and folding. What the text means, the engine says. */
export const yaml = new LanguageSupport(yamlLanguage.configure({ wrap: withoutOverflow }));
