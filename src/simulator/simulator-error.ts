import { TwivotError } from "../errors.ts";

/** A call that cannot be simulated: the callflow, the script or the answer is beyond what the simulator knows. */
export class SimulatorError extends TwivotError {
  override readonly name = "SimulatorError";

  constructor(code: string, message: string, cause?: unknown) {
    super(code, message, { status: 500, cause });
  }
}

/** A caller script that cannot be read. */
export class CallerScriptError extends TwivotError {
  override readonly name = "CallerScriptError";
  /** 1-based, in the script. */
  readonly line: number;

  constructor(message: string, line: number) {
    super("caller-script", `line ${line}: ${message}`, { status: 400 });
    this.line = line;
  }
}
