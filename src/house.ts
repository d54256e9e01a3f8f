import type { Callbacks } from "./callbacks/callbacks.ts";
import type { Calls } from "./callbacks/calls.ts";
import type { Capture } from "./capture.ts";
import type { Config } from "./config.ts";
import type { Packed } from "./continuation/pack.ts";
import type { TokenBox } from "./continuation/token.ts";
import type { Tell } from "./happening.ts";
import type { MediaShelf } from "./media.ts";
import type { Outside } from "./outside.ts";
import type { Recordings } from "./recordings/recordings.ts";
import type { Upload } from "./recordings/upload.ts";

/** What the requests of the public listener share. Routes take the part of it that they need. */
export type House = {
  /** As it is now: it may be read anew while calls are served. */
  readonly config: () => Config;
  readonly outside: Outside;
  /** Seals the continuations of calls. */
  readonly box: TokenBox<Packed>;
  /** Seals what is known of a recording, in the URL at which it is put. */
  readonly uploadBox: TokenBox<Upload>;
  /** Audio that applications have answered with. */
  readonly shelf: MediaShelf;
  readonly capture: Capture;
  readonly recordings: Recordings;
  readonly callbacks: Callbacks;
  /** Whoever counts what happens. */
  readonly tell: Tell;
  /** What Kazoo's webhooks are understood by. */
  readonly calls: Calls;
};
