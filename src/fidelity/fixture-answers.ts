/** What the application answers when a resource is asked. */
export type FixtureAnswer = {
  /** The path and perhaps the beginning of the query, as `resourceName` writes them: `menu@attempt=2`. */
  readonly resource: string;
  /** Undefined where both methods are answered so. */
  readonly method: "GET" | "POST" | undefined;
  /** It answers from this request for the resource on, counted from 1. */
  readonly time: number;
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of audio, text of all else. */
  readonly body: string | Uint8Array;
};

/** File names have 255 bytes at most in most places; a suffix follows. */
const LONGEST_NAME = 150;

const contentTypes: Readonly<Record<string, string>> = {
  xml: "text/xml",
  txt: "text/plain",
  mp3: "audio/mpeg",
  wav: "audio/wav",
};

/**
 * A resource as it is written in a file name: the path without its first slash (`index` where a slash ends it), an
 * `@` and the query. What a file name cannot hold is percent-encoded, and a part of more than 150 characters is cut.
 *
 * @param url path and query, beginning with a slash
 */
export function resourceName(url: string): string {
  const [path = "", ...query] = (url.split("#")[0] ?? "").split("?");
  const parts = path.replace(/^\//, "").split("/");
  const last = parts.pop() || "index";
  const folders = parts.map((part) => safePart(part || "index"));
  const asked = query.join("?");
  const file = safePart(last) + (asked === "" ? "" : `@${escapeAll(asked)}`);
  return [...folders, file.slice(0, LONGEST_NAME).replace(/\.(?=(GET|POST|\d+)$)/, "%2E")].join("/");
}

function safePart(part: string): string {
  return escapeAll(part)
    .replace(/^\.+$/, (dots) => "%2E".repeat(dots.length))
    .slice(0, LONGEST_NAME);
}

function escapeAll(text: string): string {
  return text.replace(/[^\w.~%=&+,;!$()-]/gu, (character) =>
    character.isWellFormed()
      ? encodeURIComponent(character).replace("*", "%2A").replace("'", "%27")
      : "%EF%BF%BD",
  );
}

/** Reads a file of `answers/`, by its path below it; a text where it is none. */
export function readAnswer(name: string, content: string | Uint8Array): FixtureAnswer | string {
  const [, resource, method, time, extension = ""] =
    /^(.+?)(?:\.(GET|POST))?(?:\.(\d{1,4}))?\.(\w+)$/s.exec(name) ?? [];
  if (resource === undefined) return "its name must end in .xml, .txt, .mp3, .wav, .status or .http";
  const place = {
    resource: resourceName(`/${resource.replace("@", "?")}`),
    method: method as FixtureAnswer["method"],
    time: Number(time ?? 1),
  };
  if (extension === "status" || extension === "http") {
    const answer = readHttp(asText(content));
    return answer === undefined
      ? "its first line must be a status code such as 500"
      : { ...place, ...answer };
  }
  const contentType = contentTypes[extension];
  if (contentType === undefined) return "its name must end in .xml, .txt, .mp3, .wav, .status or .http";
  const body = contentType.startsWith("audio/") ? content : asText(content);
  return { ...place, status: 200, headers: { "content-type": contentType }, body };
}

/** The name of a file below `answers/`, and what is in it. */
export function writeAnswer(answer: FixtureAnswer): readonly [name: string, content: string | Uint8Array] {
  const { resource, method, time, status, headers, body } = answer;
  const name = [resource, ...(method === undefined ? [] : [method]), ...(time === 1 ? [] : [time])].join(".");
  const plain = status === 200 && Object.keys(headers).join() === "content-type";
  const extension = extensionOf(headers["content-type"] ?? "");
  if (extension !== undefined && (plain || typeof body !== "string")) return [`${name}.${extension}`, body];
  const lines = Object.entries(headers).map(([header, value]) => `${header}: ${value}`);
  const text = asText(body);
  if (lines.length === 0 && text === "") return [`${name}.status`, `${status}\n`];
  return [`${name}.http`, `${[status, ...lines].join("\n")}\n\n${text}`];
}

/** A type that has no extension of its own must be written in the head of an `.http` file. */
function extensionOf(contentType: string): string | undefined {
  return Object.keys(contentTypes).find((extension) => contentTypes[extension] === contentType);
}

function readHttp(text: string): Pick<FixtureAnswer, "status" | "headers" | "body"> | undefined {
  const [, status, head = "", body = ""] =
    /^(\d{3})[ \t]*((?:\r?\n[^\r\n]+)*)(?:\r?\n\r?\n(.*)|\s*)$/s.exec(text) ?? [];
  if (status === undefined) return undefined;
  const lines = head.split(/\r?\n/).filter((line) => line !== "");
  const headers = lines.map((line): [string, string] => {
    const [, name = "", value = ""] = /^([^:]*):?\s*(.*)$/.exec(line) ?? [];
    return [name.trim().toLowerCase(), value.trim()];
  });
  return { status: Number(status), headers: Object.fromEntries(headers), body };
}

/** A content as text; bytes that are no UTF-8 become U+FFFD. */
export function asText(content: string | Uint8Array): string {
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}

/**
 * The application that a fixture describes: a function that is asked with a method and a path with its query, and
 * that counts what it is asked. An answer for the method and for more of the query goes before others. Undefined
 * where the fixture has no answer.
 */
export function answering(
  answers: readonly FixtureAnswer[],
): (method: string, url: string) => FixtureAnswer | undefined {
  const asked = new Map<string, number>();
  return (method, url) => {
    const name = resourceName(url);
    const fitting = answers.filter(
      (answer) => (answer.method ?? method) === method && isPartOf(answer.resource, name),
    );
    const [best] = fitting.toSorted(
      (a, b) => b.resource.length - a.resource.length || methods(b) - methods(a),
    );
    if (best === undefined) return undefined;
    const key = `${best.method} ${best.resource}`;
    const time = (asked.get(key) ?? 0) + 1;
    asked.set(key, time);
    const same = fitting.filter(
      (answer) => `${answer.method} ${answer.resource}` === key && answer.time <= time,
    );
    return same.toSorted((a, b) => b.time - a.time)[0];
  };
}

function methods({ method }: FixtureAnswer): number {
  return method === undefined ? 0 : 1;
}

/** A GET carries Twilio's parameters behind the query of the URL, so that the query may go on. */
function isPartOf(resource: string, name: string): boolean {
  if (resource === name) return true;
  return name.startsWith(resource + (resource.includes("@") ? "&" : "@"));
}
