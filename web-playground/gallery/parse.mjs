/**
 * Reads the examples of the gallery; README.md describes them.
 *
 * @typedef {{
 *   method?: string,
 *   url: string,
 *   headers: [name: string, value: string][],
 *   name?: string,
 *   expect: string[],
 * }} SavedRequest A connection, `tls://NAME:PORT`, has no method.
 *
 * @typedef {{
 *   slug: string,
 *   group: string,
 *   title: string,
 *   summary: string,
 *   files: { path: string, text: string }[],
 *   requests: SavedRequest[],
 *   status: string[],
 * }} Example
 */

/**
 * The examples of a folder, in the order of their names.
 *
 * @param {{ name: string, text: string }[]} files
 * @returns {Example[]}
 */
export function parseGallery(files) {
  return files
    .filter(({ name }) => name.endsWith(".md") && name !== "README.md")
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map(({ name, text }) => parseExample(name, text));
}

/**
 * One example; `name` is that of its file, `01-simple-gateway.md`.
 *
 * @param {string} name
 * @param {string} text
 * @returns {Example}
 */
export function parseExample(name, text) {
  const fail = (message) => {
    throw new Error(`${name}: ${message}`);
  };
  const slug = /^\d+-([a-z0-9]+(?:-[a-z0-9]+)*)\.md$/.exec(name)?.[1] ?? fail("the name is no number and slug");
  const example = { slug, group: "", title: "", summary: "", files: [], requests: [], status: [] };
  let prose = [];
  let request;
  for (const block of blocks(text, fail)) {
    if (block.line !== undefined) {
      prose.push(block.line);
      continue;
    }
    if (example.files.length === 0) {
      Object.assign(example, introduction(prose, fail));
      prose = [];
    }
    const [kind, path] = block.info.split(" ");
    const lines = block.text.split("\n").map((line) => line.trim()).filter(Boolean);
    switch (kind) {
      case "yaml":
        example.files.push({ path: path ?? fail("a file without a name"), text: block.text });
        break;
      case "status":
        example.status = lines;
        break;
      case "request":
        request = parseRequest(lines, prose.join(" ").trim());
        break;
      case "expect":
        example.requests.push({ ...(request ?? fail("`expect` without a request")), expect: lines });
        request = undefined;
        break;
      default:
        fail(`unknown fence \`${block.info}\``);
    }
    prose = [];
  }
  if (example.files.length === 0) fail("no file");
  if (request) fail("a request without `expect`");
  return example;
}

/** The lines and the fences of a text. */
function* blocks(text, fail) {
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const info = /^```([^`]*)$/.exec(lines[at])?.[1];
    if (info === undefined) {
      yield { line: lines[at] };
      continue;
    }
    const end = lines.indexOf("```", at + 1);
    if (end < 0) fail(`the fence of line ${at + 1} is never closed`);
    yield { info: info.trim(), text: lines.slice(at + 1, end).map((line) => `${line}\n`).join("") };
    at = end;
  }
}

/** Title, group and summary. */
function introduction(lines, fail) {
  const [first, second, ...rest] = lines;
  const title = /^# (.+)$/.exec(first)?.[1] ?? fail("the first line is no title");
  const group = /^Group: (.+)$/.exec(second ?? "")?.[1] ?? fail("the second line is no group");
  return { title, group, summary: rest.join(" ").trim() || fail("no summary") };
}

/** Headers stand on their own lines, or on one with two spaces between them. */
function parseRequest(lines, name) {
  const [first, ...fields] = lines.flatMap((line) => line.split(/ {2,}/));
  const [method, url] = first.startsWith("tls://") ? [undefined, first] : first.split(/ +/);
  const headers = fields.map((field) => {
    const colon = field.indexOf(":");
    return [field.slice(0, colon).trim(), field.slice(colon + 1).trim()];
  });
  return { ...(method && { method }), url, headers, ...(name && { name }) };
}
