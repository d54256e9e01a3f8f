/** What the doctor found about one thing. */
export type Finding = {
  /** Stable, such as `application-signature`. */
  readonly check: string;
  readonly level: "ok" | "warning" | "fault";
  /** A sentence; where it is not ok it says what to change. */
  readonly message: string;
};

/** A finding of each level. */
export function ok(check: string, message: string): Finding {
  return { check, level: "ok", message };
}

export function warning(check: string, message: string): Finding {
  return { check, level: "warning", message };
}

export function fault(check: string, message: string): Finding {
  return { check, level: "fault", message };
}

/** Why something failed, in the words of the error. */
export function why(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // `fetch failed` says nothing; its cause does.
  const cause = error.cause instanceof Error ? error.cause : error;
  return cause.message;
}
