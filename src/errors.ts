/**
 * A failure that ends a request. Its `code` is stable: logs, metrics, tests and docs/errors.md name it.
 * Anything that reaches the server and is not one of these is a bug of twivot.
 */
export class TwivotError extends Error {
  override readonly name: string = "TwivotError";
  /** Stable, kebab-case. */
  readonly code: string;
  /** The HTTP status that tells the peer about it, where it is told by one. */
  readonly status: number;

  constructor(code: string, message: string, options: { status: number; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status;
  }
}

/** What Kazoo (or whoever poses as it) sent cannot be used. Answered with a JSON error of this status. */
export class PivotRequestError extends TwivotError {
  override readonly name = "PivotRequestError";
  /** The parameter at fault, as Kazoo spells it. */
  readonly field: string | undefined;

  constructor(
    code: string,
    message: string,
    options: { status: 400 | 403 | 404 | 413 | 415; field?: string; cause?: unknown },
  ) {
    super(code, message, options);
    this.field = options.field;
  }
}

/**
 * A document of the application could not be fetched, read or run. Twilio goes to the fallback URL on these.
 *
 * @see https://www.twilio.com/docs/api/errors
 */
export class DocumentError extends TwivotError {
  override readonly name: string = "DocumentError";
  /** Twilio's own number for it, as the fallback URL gets it in `ErrorCode`. */
  readonly twilioCode: number;

  constructor(code: string, twilioCode: number, message: string, cause?: unknown) {
    super(code, message, { status: 502, cause });
    this.twilioCode = twilioCode;
  }
}

/** A document that is not well-formed TwiML: Twilio's 12100 and 12102. */
export class TwimlError extends DocumentError {
  override readonly name = "TwimlError";
  /** 1-based, in the document as received. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** What to write instead, where the fault is a usual one. */
  readonly hint: string | undefined;

  constructor(
    code: "twiml-malformed" | "twiml-wrong-root",
    message: string,
    at: { line: number; column: number; hint?: string | undefined },
  ) {
    super(code, code === "twiml-malformed" ? 12100 : 12102, message);
    this.line = at.line;
    this.column = at.column;
    this.hint = at.hint;
  }
}
