import assert from "node:assert/strict";
import { test } from "node:test";

import * as inputs from "./inputs.mjs";

const lines = (text) => text.split("\n").length - 1;
const count = (text, piece) => text.split(piece).length - 1;

test("a long file has as many lines as were asked for", () => {
  assert.equal(lines(inputs.longYaml().text), 100_000);
  assert.equal(lines(inputs.longYaml(10).text), 10);
});

test("a set has as many objects as were asked for, each under its own name", () => {
  const { text } = inputs.manyResources(10_000);
  assert.equal(count(text, "apiVersion:"), 10_000);
  const names = text.match(/metadata: \{name: [^}]+\}/g);
  assert.equal(new Set(names).size, 10_000);
});

test("laughs are few bytes", () => {
  const { text } = inputs.billionLaughs();
  assert.ok(text.length < 2_000);
  assert.equal(count(text, "*level0"), 10);
});

test("bytes are no text, and the same again", () => {
  const bytes = inputs.binaryBytes();
  assert.equal(new Set(bytes).size, 256);
  assert.throws(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  assert.deepEqual(bytes, inputs.binaryBytes());
});

test("brackets are as deep as they look", () => {
  assert.equal(count(inputs.deepNesting(50).text, "["), 50);
  assert.equal(count(inputs.deepNesting(50).text, "]"), 50);
});

test("every problem is one of its own route", () => {
  assert.equal(count(inputs.manyProblems(7).text, "rule: []"), 7);
});

test("rivals want the same path", () => {
  const { text } = inputs.rivals(3);
  assert.equal(count(text, "- headers:"), 48);
  assert.equal(count(text, "path:"), 0);
});

test("fragments are fragments", () => {
  for (const fragment of inputs.brokenFragments()) assert.ok(fragment.startsWith("#"));
});
