import { TwivotError } from "../errors.ts";

/** A fixture that cannot be read. */
export class FixtureError extends TwivotError {
  override readonly name = "FixtureError";
  /** Sentences that begin with the file at fault: `call.txt: line 3: …`. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super("fixture-invalid", faults.join("\n"), { status: 400 });
    this.faults = faults;
  }
}
