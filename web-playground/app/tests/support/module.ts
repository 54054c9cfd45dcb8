/** Changes a WebAssembly module, so that the real engine fails at a place that a test chooses. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The module that the page was built with, before it was compressed. */
export function builtModule(): Buffer {
  return readFileSync(fileURLToPath(new URL("../../../../target/web/engine/gatewright_bg.wasm", import.meta.url)));
}

/** In the format in which the page fetches its module. Node.js cannot write it, and Python is there for Envoy's sake. */
export function compressed(module: Buffer): Buffer {
  const script = "import lzma, sys; sys.stdout.buffer.write(lzma.compress(sys.stdin.buffer.read(), check=lzma.CHECK_CRC32, preset=0))";
  return execFileSync("python3", ["-c", script], { input: module, maxBuffer: 1 << 26 });
}

const EXPORTS = 7;
const IMPORTS = 2;
const CODE = 10;
/** Bodies of functions, without local variables. */
const BODIES = {
  /** `unreachable` */
  trap: [0x00, 0x00, 0x0b],
  /** `loop br 0 end unreachable` */
  hang: [0x00, 0x03, 0x40, 0x0c, 0x00, 0x0b, 0x00, 0x0b],
} as const;

interface Section {
  id: number;
  content: Uint8Array;
}

/** The module with another body for the function that it exports under that name. */
export function withBody(module: Uint8Array, name: string, body: keyof typeof BODIES): Buffer {
  const sections = sectionsOf(module);
  const find = (wanted: number) => sections.find(({ id }) => id === wanted)?.content ?? new Uint8Array();
  const index = exportedFunction(find(EXPORTS), name) - importedFunctions(find(IMPORTS));
  const changed = sections.map((section) => (section.id === CODE ? { id: CODE, content: replaced(section.content, index, BODIES[body]) } : section));
  return Buffer.concat([module.subarray(0, 8), ...changed.flatMap(({ id, content }) => [Buffer.from([id]), number(content.length), content])]);
}

class Reader {
  at = 0;
  constructor(readonly bytes: Uint8Array) {}

  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  /** Unsigned LEB128. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  take(length: number): Uint8Array {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  name(): string {
    return new TextDecoder().decode(this.take(this.number()));
  }
}

function number(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function sectionsOf(module: Uint8Array): Section[] {
  const reader = new Reader(module);
  reader.at = 8;
  const sections: Section[] = [];
  while (reader.at < module.length) sections.push({ id: reader.byte(), content: reader.take(reader.number()) });
  return sections;
}

function exportedFunction(section: Uint8Array, wanted: string): number {
  const reader = new Reader(section);
  for (let left = reader.number(); left > 0; left -= 1) {
    const [name, kind, index] = [reader.name(), reader.byte(), reader.number()];
    if (kind === 0 && name === wanted) return index;
  }
  throw new Error(`the module does not export ${wanted}`);
}

function importedFunctions(section: Uint8Array): number {
  const reader = new Reader(section);
  const count = reader.number();
  for (let left = count; left > 0; left -= 1) {
    reader.name();
    reader.name();
    if (reader.byte() !== 0) throw new Error("the module imports more than functions");
    reader.number();
  }
  return count;
}

function replaced(code: Uint8Array, index: number, body: readonly number[]): Uint8Array {
  const reader = new Reader(code);
  const count = reader.number();
  const parts: Uint8Array[] = [number(count)];
  for (let at = 0; at < count; at += 1) {
    const old = reader.take(reader.number());
    const kept = at === index ? Uint8Array.from(body) : old;
    parts.push(number(kept.length), kept);
  }
  return Buffer.concat(parts);
}
