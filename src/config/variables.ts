import {
  accountSid,
  baseUrl,
  country,
  extension,
  host,
  hostList,
  integer,
  line,
  networkList,
  oneOf,
  type Reader,
  redisUrl,
  secretList,
  webhookUrl,
  yesOrNo,
} from "./readers.ts";

/** One thing that can be configured. Reading, `--help`, `twivot config` and the docs are made from these rows. */
export type Variable<T = unknown> = {
  /** In the environment. `<name>_FILE` names a file with the value, for secrets. */
  readonly name: string;
  readonly about: string;
  readonly reader: Reader<T>;
  /** The text that is read where none is given. */
  readonly default?: string;
  /** Makes up a text where none is given. */
  readonly random?: (randomBytes: (size: number) => Uint8Array) => string;
  /** There is no default, and nothing works without; or nothing without applications in the configuration file. */
  readonly required?: true | "without-apps";
  /** Never printed; never taken from the command line, which other users of the machine can see. */
  readonly secret?: true;
};

const method = oneOf("POST", "GET");

/** Every variable, by its key in `Settings`, in the order in which they are printed. */
export const variables = {
  configFile: {
    name: "TWIVOT_CONFIG",
    about: "YAML file with settings, and all that has no variable: applications, routes, endpoints, voices",
    reader: line,
  },
  host: { name: "HOST", about: "address of the public listener", reader: host, default: "0.0.0.0" },
  port: { name: "PORT", about: "port of the public listener", reader: integer(0, 65535), default: "8080" },
  adminHost: {
    name: "ADMIN_HOST",
    about: "address of the admin listener",
    reader: host,
    default: "127.0.0.1",
  },
  adminPort: {
    name: "ADMIN_PORT",
    about: "port of the admin listener",
    reader: integer(0, 65535),
    default: "9090",
  },
  logLevel: {
    name: "LOG_LEVEL",
    about: "least severe lines that are logged",
    reader: oneOf("fatal", "error", "warn", "info", "debug", "trace", "silent"),
    default: "info",
  },
  publicUrl: {
    name: "TWIVOT_PUBLIC_URL",
    about: "base URL under which Kazoo reaches the public listener",
    reader: baseUrl,
    required: true,
  },
  secrets: {
    name: "TWIVOT_SECRET",
    about:
      "key material of continuation tokens; of several, separated by commas, the first seals and all open",
    reader: secretList,
    random: (randomBytes) => Buffer.from(randomBytes(32)).toString("base64url"),
    secret: true,
  },
  pivotKey: {
    name: "TWIVOT_PIVOT_KEY",
    about: "key that every request of Kazoo must carry as ?key=",
    reader: line,
    secret: true,
  },
  webhookSecret: {
    name: "TWIVOT_WEBHOOK_SECRET",
    about:
      "secret that Kazoo's webhooks must carry as ?secret= or in their custom_data; the pivot key if none",
    reader: line,
    secret: true,
  },
  voiceUrl: {
    name: "TWIVOT_VOICE_URL",
    about: "the application's voice webhook",
    reader: webhookUrl,
    required: "without-apps",
  },
  voiceMethod: { name: "TWIVOT_VOICE_METHOD", about: "its method", reader: method, default: "POST" },
  fallbackUrl: {
    name: "TWIVOT_VOICE_FALLBACK_URL",
    about: "asked when a document cannot be fetched or run",
    reader: webhookUrl,
  },
  fallbackMethod: {
    name: "TWIVOT_VOICE_FALLBACK_METHOD",
    about: "its method",
    reader: method,
    default: "POST",
  },
  statusCallback: { name: "TWIVOT_STATUS_CALLBACK", about: "told how the call went", reader: webhookUrl },
  statusCallbackMethod: {
    name: "TWIVOT_STATUS_CALLBACK_METHOD",
    about: "its method",
    reader: method,
    default: "POST",
  },
  accountSid: {
    name: "TWILIO_ACCOUNT_SID",
    about: "account sid shown to the application; AC and Kazoo's account id if none",
    reader: accountSid,
  },
  authToken: {
    name: "TWILIO_AUTH_TOKEN",
    about: "key that signs the requests to the application",
    reader: line,
    secret: true,
  },
  kazooVersion: {
    name: "TWIVOT_KAZOO_VERSION",
    about: "version of Kazoo",
    reader: oneOf("4.3", "5.0"),
    default: "4.3",
  },
  defaultCountry: {
    name: "TWIVOT_DEFAULT_COUNTRY",
    about: "country of numbers without +",
    reader: country,
    default: "US",
  },
  appTimeoutMs: {
    name: "TWIVOT_APP_TIMEOUT_MS",
    about: "how long the application may take, in milliseconds",
    reader: integer(1, 60_000),
    default: "15000",
  },
  // Kazoo gives up after 5000 ms (system_config pivot.request_timeout_ms).
  deadlineMs: {
    name: "TWIVOT_DEADLINE_MS",
    about: "how long Kazoo is kept waiting at most, in milliseconds",
    reader: integer(100, 4_900),
    default: "4500",
  },
  maxRequests: {
    name: "TWIVOT_MAX_REQUESTS",
    about: "how many requests of Kazoo are worked on at once; new calls beyond it are refused (503)",
    reader: integer(1, 1_000_000),
    default: "2000",
  },
  onAppError: {
    name: "TWIVOT_ON_APP_ERROR",
    about: "when a call's first document fails: status 502 for Kazoo, or a spoken apology",
    reader: oneOf("fail", "apology"),
    default: "fail",
  },
  onNetCallers: {
    name: "TWIVOT_ON_NET_CALLERS",
    about: "how callers of the Kazoo account are shown to the application",
    reader: oneOf("sip", "client", "number"),
    default: "sip",
  },
  anonymousCallers: {
    name: "TWIVOT_ANONYMOUS_CALLERS",
    about: "how a withheld number is shown: +266696687, or the word anonymous",
    reader: oneOf("number", "word"),
    default: "number",
  },
  returnExtension: {
    name: "TWIVOT_RETURN_EXTENSION",
    about: "extension whose callflow is a Pivot node to /pivot/return; callers come back there after a dial",
    reader: extension,
  },
  localResources: {
    name: "TWIVOT_LOCAL_RESOURCES",
    about: "whether numbers are dialled over carriers of the Kazoo account itself",
    reader: yesOrNo,
    default: "false",
  },
  recordEmpty: {
    name: "TWIVOT_RECORD_EMPTY",
    about: "what a Record without any sound does: the verbs behind it, or its action",
    reader: oneOf("fallthrough", "action"),
    default: "fallthrough",
  },
  recordingsDirectory: {
    name: "TWIVOT_RECORDINGS_DIRECTORY",
    about: "directory in which recordings are kept",
    reader: line,
    default: "recordings",
  },
  recordingsFormat: {
    name: "TWIVOT_RECORDINGS_FORMAT",
    about: "format of recordings",
    reader: oneOf("mp3", "wav"),
    default: "mp3",
  },
  recordingsAuth: {
    name: "TWIVOT_RECORDINGS_AUTH",
    about: "whether recordings are given only for account sid and auth token (HTTP Basic)",
    reader: yesOrNo,
    default: "false",
  },
  recordingsKeepDays: {
    name: "TWIVOT_RECORDINGS_KEEP_DAYS",
    about: "how long recordings are kept, in days",
    reader: integer(1, 36_500),
    default: "30",
  },
  recordingsMaxBytes: {
    name: "TWIVOT_RECORDINGS_MAX_BYTES",
    about: "largest recording that is taken, in bytes",
    reader: integer(1_000, 2_000_000_000),
    default: "200000000",
  },
  redisUrl: {
    name: "REDIS_URL",
    about: "Redis that replicas share; memory if none",
    reader: redisUrl,
    secret: true,
  },
  allowedHosts: {
    name: "TWIVOT_ALLOWED_HOSTS",
    about: "hosts that the application and its documents may name; all if none",
    reader: hostList,
  },
  allowedSenders: {
    name: "TWIVOT_ALLOWED_SENDERS",
    about: "networks of Kazoo, from which alone calls are taken; all if none",
    reader: networkList,
  },
  trustedProxies: {
    name: "TWIVOT_TRUSTED_PROXIES",
    about: "networks of proxies before twivot, which say who the sender is",
    reader: networkList,
  },
  captureDir: {
    name: "TWIVOT_CAPTURE_DIR",
    about: "directory into which calls are written as fixtures",
    reader: line,
  },
  captureNumbers: {
    name: "TWIVOT_CAPTURE_NUMBERS",
    about: "whether phone numbers in them become made-up ones",
    reader: oneOf("redact", "keep"),
    default: "redact",
  },
} as const satisfies Record<string, Variable>;

export type VariableKey = keyof typeof variables;

type Given<V> = V extends { reader: Reader<infer T> } ? T : never;

type Sure = { default: string } | { required: true } | { random: unknown };

/** The value of every variable; undefined only where there is neither a value nor a default. */
export type Settings = {
  readonly [K in VariableKey]:
    | Given<(typeof variables)[K]>
    | ((typeof variables)[K] extends Sure ? never : undefined);
};

/** Where the value of a variable came from. */
export type Origin = "flag" | "environment" | "file" | "default" | "random" | "none";

export type Origins = Readonly<Record<VariableKey, Origin>>;

/** Whether a value comes from the command line or the environment, which win over the file. */
export function isGiven(origin: Origin): boolean {
  return origin === "flag" || origin === "environment";
}

/** The rows with their keys, in order. */
export const variableList = Object.entries(variables) as readonly [VariableKey, Variable][];

/** The option on the command line: `--voice-url`; for secrets `--auth-token-file`, the path of a file. */
export function flagOf(variable: Variable): string {
  const flag = variable.name
    .replace(/^TWI(VOT|LIO)_/, "")
    .replaceAll("_", "-")
    .toLowerCase();
  return variable.secret ? `${flag}-file` : flag;
}
