import { expect, test } from "vitest";
import { packed, unpacked } from "./codec";

test.each(["", "kind: Gateway\n", "😀 é \u0000 </script>", "a".repeat(1_000_000)])("%# comes back as it was", async (text) => {
  expect(await unpacked(await packed(text))).toBe(text);
});

test("a random text comes back as it was, in the alphabet of URLs", async () => {
  const text = Array.from({ length: 50_000 }, (_, index) => String.fromCharCode(32 + ((index * 7919) % 2000))).join("");
  const short = await packed(text);
  expect(short).toMatch(/^[\w-]+$/);
  expect(await unpacked(short)).toBe(text);
});

test("damage is an error", async () => {
  const short = await packed("kind: Gateway\nmetadata: {name: web}\n");
  await expect(unpacked(short.slice(0, -9))).rejects.toThrow();
  await expect(unpacked("not base64 !")).rejects.toThrow();
  await expect(unpacked("AAAA")).rejects.toThrow();
});

test("a bomb is not unpacked to its end", async () => {
  const bomb = await packed("\0".repeat(40 * 1024 * 1024));
  await expect(unpacked(bomb)).rejects.toThrow("more than 32 MiB");
});
