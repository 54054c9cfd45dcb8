declare module "gatewright" {
  import type { Attachment, Comparison, Completions, Decision, Document, Hover, Options, Picture, Position, Report, Request, SourceFile, Table, View } from "../../../types";
  export function init(): Promise<void>;
  export class Engine {
    static open(files: SourceFile[], options?: Options): Engine;
    static parseRequest(text: string): Request;
    report(): Report;
    decide(request: Request | string): Decision;
    attachments(): Attachment[];
    tables(): Table[];
    picture(view?: View): Picture;
    complete(path: string, position: Position): Completions;
    hover(path: string, position: Position): Hover | null;
    compare(after: Engine, requests: Request[]): Comparison;
    envoy(): Document[];
    bundle(): string;
    free(): void;
  }
}
