import { yamlLanguage } from "@codemirror/lang-yaml";
import { LanguageSupport } from "@codemirror/language";
import { DocumentParse } from "./document-parse";

const { parser } = yamlLanguage;

/** The parser of the editor, for colours and folding. What the text means, the engine says. */
export const yaml = new LanguageSupport(
  yamlLanguage.configure({ wrap: (_, input, fragments) => new DocumentParse(parser.topNode, parser, input, fragments) }),
);
