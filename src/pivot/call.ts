/**
 * A Pivot request, decoded: what Kazoo tells of a call. Keys that Kazoo leaves out are undefined.
 *
 * @see https://github.com/2600hz/kazoo/blob/4.3/core/kazoo_translator/src/converters/kzt_kazoo.erl (req_params/1)
 */
export type Call = {
  /** 32 hexadecimal digits. */
  readonly accountId: string;
  /** SIP Call-ID of the caller's leg: any characters. */
  readonly callId: string;
  /** `4.x`, or a date from before Kazoo 4.1. Not a reliable version: 5.0 says `4.x` too. */
  readonly apiVersion: string | undefined;
  readonly callerIdName: string | undefined;
  readonly callerIdNumber: string | undefined;
  /** SIP user of the caller, as received. */
  readonly from: string | undefined;
  readonly fromRealm: string | undefined;
  /** SIP user dialled, as received. */
  readonly to: string | undefined;
  readonly toRealm: string | undefined;
  /** What was called, in E.164 unless it is an extension or a feature code. */
  readonly request: string | undefined;
  readonly requestRealm: string | undefined;
  readonly direction: string | undefined;
  readonly language: string | undefined;
  /** Owners of the calling device; empty for a call from outside. */
  readonly userIds: readonly string[];
  /**
   * What was pressed, by collection. A collection in which nothing was pressed is missing, one that was
   * filled earlier in the call comes again.
   */
  readonly digits: Readonly<Record<string, string>>;
  readonly customApplicationVars: Readonly<Record<string, string>>;
  readonly customSipHeaders: Readonly<Record<string, string>>;
  /** Every parameter that is none of the above, decoded and otherwise untouched. */
  readonly other: Readonly<Record<string, Parameter>>;
};

/** A decoded parameter: text, a list or an object of such. Numbers and booleans stay as JSON had them. */
export type Parameter =
  | string
  | number
  | boolean
  | null
  | readonly Parameter[]
  | { readonly [key: string]: Parameter };
