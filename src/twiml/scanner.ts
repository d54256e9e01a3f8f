import { faultError } from "./fault.ts";
import { positionFinder } from "./position.ts";

/** A place in a document that moves on with what is taken. Offsets are in UTF-16 code units. */
export class Scanner {
  readonly text: string;
  offset = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.offset >= this.text.length;
  }

  startsWith(literal: string): boolean {
    return this.text.startsWith(literal, this.offset);
  }

  /** Takes some text if it comes next, and says whether. */
  takeLiteral(literal: string): boolean {
    const isNext = this.startsWith(literal);
    if (isNext) this.offset += literal.length;
    return isNext;
  }

  /** Whether a sticky pattern matches here. */
  isNext(pattern: RegExp): boolean {
    pattern.lastIndex = this.offset;
    return pattern.test(this.text);
  }

  /** Takes what a sticky pattern matches here. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    const taken = pattern.exec(this.text)?.[0];
    this.offset += taken?.length ?? 0;
    return taken;
  }

  /** Takes all up to a literal; undefined, taking nothing, where the literal does not come. */
  takeUntil(literal: string): string | undefined {
    const end = this.text.indexOf(literal, this.offset);
    if (end === -1) return undefined;
    const taken = this.text.slice(this.offset, end);
    this.offset = end;
    return taken;
  }

  takeRest(): string {
    const rest = this.text.slice(this.offset);
    this.offset = this.text.length;
    return rest;
  }

  /** @throws {TwimlError} always: the document is not well-formed, at the offset or else here. */
  fail(message: string, hint: string, offset = this.offset): never {
    const at = positionFinder(this.text)(offset);
    throw faultError(this.text, { code: "twiml-malformed", message, at, hint });
  }
}
