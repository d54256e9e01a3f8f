import type { Data } from "./data.ts";
import { TokenBucket } from "./token-bucket.ts";

/** callflow.max_branch_count */
const mostBranches = 50;

/** What one callflow executor has for as long as it runs (the state of cf_exe): a bucket of tokens, and flows to go on with. */
export class Executor {
  readonly #extensions: Readonly<Record<string, unknown>>;
  #stack: Data[] = [];
  #branches = 0;
  #bucket: TokenBucket | undefined;

  constructor(extensions: Readonly<Record<string, unknown>>) {
    this.#extensions = extensions;
  }

  /** Begins anew with the callflow of an extension, if there is one: each route has an executor of its own (cf_route_win). */
  begin(extension: string): unknown {
    this.#stack = [];
    this.#branches = 0;
    this.#bucket = undefined;
    return Object.hasOwn(this.#extensions, extension) ? this.#extensions[extension] : undefined;
  }

  /** The bucket that its nodes are paid from, filled when the first is. */
  bucket(nowMs: number): TokenBucket {
    this.#bucket ??= new TokenBucket(nowMs);
    return this.#bucket;
  }

  /** Stacks what is to run after another flow; false where there were too many (cf_exe:handle_cast({branch, …})). */
  branch(after: Data | undefined): boolean {
    this.#branches += 1;
    if (this.#branches > mostBranches) return false;
    if (after !== undefined) this.#stack.push(after);
    return true;
  }

  /** Takes what was stacked last. */
  stacked(): Data | undefined {
    return this.#stack.pop();
  }
}
