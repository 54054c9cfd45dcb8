/** Why one match comes before another, in a sentence: the engine names the criterion. */
const SENTENCES: Record<string, string> = {
  "the winner's hostname is more specific": "the more specific hostname comes first",
  "path type": "an exact path comes before a regular expression, and both before a prefix",
  "path length": "the longer path comes first",
  "method type": "an exact method comes before a regular expression",
  "service length": "the longer service name comes first",
  "method length": "the longer method name comes first",
  method: "a match that names the method comes first",
  "number of headers": "the match with more headers comes first",
  "number of query parameters": "the match with more query parameters comes first",
  "creation time": "the older route comes first",
  "namespace and name": "of equally old routes, the first by namespace and name comes first",
  "rule order": "of equal rules, the one written first comes first",
  "match order": "of equal matches, the one written first comes first",
};

export interface Criterion {
  name: string;
  sentence?: string;
}

export function criterionOf(reason: string): Criterion {
  const name = reason.replace(/^outranked: /, "");
  const sentence = Object.hasOwn(SENTENCES, name) ? SENTENCES[name] : undefined;
  return { name, ...(sentence && { sentence }) };
}
