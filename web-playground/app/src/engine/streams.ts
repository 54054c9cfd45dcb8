/** Puts a module's code back together that the build has sorted (`xtask/src/web/streams.rs`) to compress it better. */

const HEADER = 8;
const CODE = 10;
const SORTED_CODE = CODE | 0x80;

const I32_CONST = 0x41;

/** What each stream holds. Immediates have a stream for each opcode, which is its number. */
const DECLARATIONS = 0x400;
const OPCODES = 0x401;
const CONSTANTS = 0x100;
const ALIGNMENTS = 0x200;
const STREAMS = 0x402;

class Reader {
  at = 0;
  constructor(readonly bytes: Uint8Array) {}

  byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new Error("the engine's module ends too early");
    this.at += 1;
    return byte;
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
}

class Writer {
  private bytes: Uint8Array;
  length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  byte(byte: number): void {
    this.bytes[this.length++] = byte;
  }

  number(number: number): void {
    for (; number >= 0x80; number >>>= 7) this.byte((number & 0x7f) | 0x80);
    this.byte(number);
  }

  write(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Copies a number as it is written, signed or not. */
  copy(from: Reader): number {
    const start = from.at;
    let byte;
    do {
      byte = from.byte();
      this.byte(byte);
    } while (byte >= 0x80);
    return start;
  }

  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** The module as it was compiled. One whose code is not sorted stays as it is. */
export function restored(sorted: Uint8Array): Uint8Array<ArrayBuffer> {
  const reader = new Reader(sorted);
  const parts = [reader.take(HEADER)];
  while (reader.at < sorted.length) {
    const id = reader.byte();
    const content = reader.take(reader.number());
    const whole = id === SORTED_CODE ? code(content) : content;
    const head = new Writer(6);
    head.byte(id & ~0x80);
    head.number(whole.length);
    parts.push(head.written(), whole);
  }
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const output = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    output.set(part, at);
    at += part.length;
  }
  return output;
}

function code(content: Uint8Array): Uint8Array {
  const reader = new Reader(content);
  const functions = reader.number();
  const streams = Array.from({ length: STREAMS }, () => new Reader(new Uint8Array()));
  while (reader.at < content.length) {
    const what = reader.number();
    streams[what] = new Reader(reader.take(reader.number()));
  }
  // Each function has its size before it.
  const output = new Writer(content.length + 5 * (functions + 1));
  output.number(functions);
  const body = new Writer(content.length);
  for (let left = functions; left > 0; left -= 1) {
    body.length = 0;
    restore(streams, body);
    output.number(body.length);
    output.write(body.written());
  }
  return output.written();
}

/** One function: its local variables, and instructions up to the `end` of its outermost block. */
function restore(streams: readonly Reader[], body: Writer): void {
  const stream = (what: number) => streams[what]!;
  const numbers = (from: Reader, count: number) => {
    for (let left = count; left > 0; left -= 1) body.copy(from);
  };
  /** Copies a number, and says which. */
  const number = (from: Reader) => {
    const start = body.copy(from);
    from.at = start;
    return from.number();
  };
  const declarations = stream(DECLARATIONS);
  numbers(declarations, 2 * number(declarations));
  const opcodes = stream(OPCODES);
  for (let depth = 1; depth > 0; ) {
    const opcode = opcodes.byte();
    body.byte(opcode);
    const own = stream(opcode);
    if (opcode >= 0x45 && opcode <= 0xc4) continue;
    if (opcode >= 0x28 && opcode <= 0x3e) {
      body.copy(stream(ALIGNMENTS + opcode));
      body.copy(own);
      continue;
    }
    switch (opcode) {
      case 0x00:
      case 0x01:
      case 0x05:
      case 0x0f:
      case 0x1a:
      case 0x1b:
      case 0xd1:
        break;
      case 0x0b:
        depth -= 1;
        break;
      case 0x02:
      case 0x03:
      case 0x04:
        depth += 1;
        body.copy(own);
        break;
      case I32_CONST:
        body.copy(stream(CONSTANTS + (opcodes.bytes[opcodes.at] ?? 0)));
        break;
      case 0x0e:
        numbers(own, number(own) + 1);
        break;
      case 0x11:
        numbers(own, 2);
        break;
      case 0x1c:
        numbers(own, number(own));
        break;
      case 0x43:
        body.write(own.take(4));
        break;
      case 0x44:
        body.write(own.take(8));
        break;
      case 0xfc:
        numbers(own, prefixedNumbers(number(own)));
        break;
      default:
        body.copy(own);
    }
  }
}

/** How many numbers follow the second opcode. */
function prefixedNumbers(second: number): number {
  if (second < 8) return 0;
  return second === 8 || second === 10 || second === 12 || second === 14 ? 2 : 1;
}
