import { yamlLanguage } from "@codemirror/lang-yaml";
import { LanguageSupport } from "@codemirror/language";

type Wrapper = NonNullable<Parameters<typeof yamlLanguage.configure>[0]["wrap"]>;

const NOTHING = yamlLanguage.parser.parse("");

/** Thousands of brackets in brackets can be deeper than the stack of the editor's parser: then the text has no colours. */
export const withoutOverflow: Wrapper = (inner) => ({
  advance() {
    try {
      return inner.advance();
    } catch (error) {
      if (error instanceof RangeError) return NOTHING;
      throw error;
    }
  },
  stopAt: (position) => inner.stopAt(position),
  get parsedPos() {
    return inner.parsedPos;
  },
  get stoppedAt() {
    return inner.stoppedAt;
  },
});

/** The parser of the editor, for colours and folding. What the text means, the engine says. */
export const yaml = new LanguageSupport(yamlLanguage.configure({ wrap: withoutOverflow }));
