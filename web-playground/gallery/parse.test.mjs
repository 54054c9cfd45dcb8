import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { parseExample, parseGallery } from "./parse.mjs";

const directory = new URL("./", import.meta.url);
const files = readdirSync(directory).map((name) => ({ name, text: readFileSync(new URL(name, directory), "utf8") }));
const gallery = parseGallery(files);

const TEXT = `# A title
Group: Start

What one learns,
in two lines.

\`\`\`yaml a.yaml
kind: A
# Group: no
\`\`\`
\`\`\`yaml b.yaml
kind: B
\`\`\`
\`\`\`status
HTTPRoute default/foo  Accepted=True Accepted
\`\`\`

A name
\`\`\`request
GET http://foo.example.com:80/?a=b:c  x: 1  y:2
z: a b
\`\`\`
\`\`\`expect
noMatch
because  of this
\`\`\`
\`\`\`request
tls://db.example.com:5432
\`\`\`
\`\`\`expect
\`\`\`
`;

test("an example has everything that the playground shows", () => {
  assert.deepEqual(parseExample("07-a-b.md", TEXT), {
    slug: "a-b",
    group: "Start",
    title: "A title",
    summary: "What one learns, in two lines.",
    files: [
      { path: "a.yaml", text: "kind: A\n# Group: no\n" },
      { path: "b.yaml", text: "kind: B\n" },
    ],
    status: ["HTTPRoute default/foo  Accepted=True Accepted"],
    requests: [
      {
        method: "GET",
        url: "http://foo.example.com:80/?a=b:c",
        headers: [["x", "1"], ["y", "2"], ["z", "a b"]],
        name: "A name",
        expect: ["noMatch", "because  of this"],
      },
      { url: "tls://db.example.com:5432", headers: [], expect: [] },
    ],
  });
});

test("a file of Windows reads the same", () => {
  assert.deepEqual(parseExample("07-a-b.md", TEXT.replaceAll("\n", "\r\n")), parseExample("07-a-b.md", TEXT));
});

test("what is wrong is said with the file's name", () => {
  const wrong = (name, text, message) => assert.throws(() => parseExample(name, text), { message: `${name}: ${message}` });
  wrong("a.md", TEXT, "the name is no number and slug");
  wrong("1-a.md", TEXT.replace("# A title", "A title"), "the first line is no title");
  wrong("1-a.md", TEXT.replace("Group: Start", ""), "the second line is no group");
  wrong("1-a.md", TEXT.replace("yaml a.yaml", "yaml"), "a file without a name");
  wrong("1-a.md", TEXT.replace("```request\n", "```requst\n"), "unknown fence `requst`");
  wrong("1-a.md", TEXT.slice(0, TEXT.lastIndexOf("```")), "the fence of line 30 is never closed");
  wrong("1-a.md", TEXT.slice(0, TEXT.lastIndexOf("```expect")), "a request without `expect`");
});

test("every example can be read, and its slug and title are its own", () => {
  assert.ok(gallery.length >= 24, `${gallery.length} examples`);
  for (const key of ["slug", "title"]) {
    assert.equal(new Set(gallery.map((example) => example[key])).size, gallery.length, key);
  }
});

test("every example begins with a file and says what holds", () => {
  for (const { slug, summary, files, status, requests } of gallery) {
    assert.ok(summary.length < 260, `${slug}: a summary of ${summary.length} characters`);
    assert.equal(new Set(files.map((file) => file.path)).size, files.length, slug);
    assert.notEqual(status.length, 0, slug);
    for (const request of requests) {
      assert.ok(URL.canParse(request.url), `${slug}: ${request.url}`);
      assert.ok(request.name, `${slug}: ${request.url} has no name`);
      assert.notEqual(request.expect.length, 0, `${slug}: ${request.url}`);
    }
  }
});

test("no example is read twice or lost", () => {
  assert.equal(gallery.length, files.filter(({ name }) => /^\d+-.*\.md$/.test(name)).length);
});
