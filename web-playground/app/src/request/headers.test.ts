import { expect, test } from "vitest";
import { filled, headerText, readHeaderText } from "./headers";

test("lines become headers, empty ones are passed over", () => {
  expect(readHeaderText("env: canary\n\nx-time: 12:30\r\nempty:")).toEqual({
    headers: [["env", "canary"], ["x-time", "12:30"], ["empty", ""]],
    problems: [],
  });
});

test("what headers become is read again", () => {
  const text = "env: canary\nempty:";
  expect(headerText(readHeaderText(text).headers)).toBe(text);
});

test("a line that is no header is named and the others are read", () => {
  const { headers, problems } = readHeaderText("env canary\na: b\nbad name: c\n: d");
  expect(headers).toEqual([["a", "b"]]);
  expect(problems.map(({ message }) => message)).toEqual([
    "Line 1 has no colon: write `name: value`",
    "Line 3 has a space in its name: write `name: value`",
    "Line 4 has no colon: write `name: value`",
  ]);
});

test("rows without a name are not sent", () => {
  expect(filled([["", ""], [" env ", "x"], ["", "lost"]])).toEqual([["env", "x"]]);
});
