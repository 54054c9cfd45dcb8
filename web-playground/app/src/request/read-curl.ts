import type { Request } from "../../../types";
import { client } from "../state/store";

/** Reads a command through the engine, or says in words why it cannot. */
export async function readCurl(text: string): Promise<{ request: Request } | { error: string }> {
  const answer = await client.ask({ ask: "parseRequest", text });
  if (!answer) return { error: "the engine is not ready, try again in a moment" };
  return "value" in answer ? { request: answer.value } : { error: answer.error.message };
}
