import type { Continuation } from "../translate/draft.ts";
import type { Visit } from "../twilio/fetch-document.ts";
import type { Element, Node } from "../twiml/element.ts";

/** What a call is to twivot between two requests of Kazoo. All of it travels in the token. */
export type Session = {
  /** Name of the application. */
  readonly app: string;
  readonly callSid: string;
  /** URL of the document that runs; relative URLs in its rest are relative to it. */
  readonly documentUrl: string;
  /** Cookies and credentials that the application gave the call. */
  readonly visit: Visit;
  /** How many documents the call has asked for. */
  readonly documents: number;
  /** What Kazoo lets the call still do, see `respond/tokens.ts`. */
  readonly tokens: Tokens;
};

/** What is in a token bucket, and when (milliseconds since 1970). */
export type Tokens = { readonly left: number; readonly atMs: number };

/** An element as a tuple: name, attributes, children, line, column. */
type PackedElement = readonly [
  string,
  Readonly<Record<string, string>>,
  readonly (string | PackedElement)[],
  number,
  number,
];

/** Short keys, since it is a URL in the end. */
export type Packed = {
  readonly a: string;
  readonly c: string;
  readonly u: string;
  readonly k: Visit;
  readonly n: number;
  readonly t: readonly [left: number, atMs: number];
  readonly p?: readonly [string, unknown];
  readonly r: readonly PackedElement[];
  readonly s: Continuation["state"];
  /** Seconds since 1970. */
  readonly x: number;
};

/** A session and a continuation as JSON of few characters. */
export function pack(
  session: Session,
  { pending, rest, state }: Continuation,
  expiresAtSeconds: number,
): Packed {
  return {
    a: session.app,
    c: session.callSid,
    u: session.documentUrl,
    k: session.visit,
    n: session.documents,
    t: [session.tokens.left, session.tokens.atMs],
    ...(pending === undefined ? {} : { p: [pending.verb, pending.state] as const }),
    r: rest.map(packElement),
    s: state,
    x: expiresAtSeconds,
  };
}

/** The session and the continuation back from it. */
export function unpack(packed: Packed): { readonly session: Session; readonly continuation: Continuation } {
  const session = {
    app: packed.a,
    callSid: packed.c,
    documentUrl: packed.u,
    visit: packed.k,
    documents: packed.n,
    tokens: { left: packed.t[0], atMs: packed.t[1] },
  };
  const rest = packed.r.map(unpackElement);
  if (packed.p === undefined) return { session, continuation: { rest, state: packed.s } };
  const [verb, state] = packed.p;
  return { session, continuation: { pending: { verb, state }, rest, state: packed.s } };
}

function packElement({ name, attributes, children, line, column }: Element): PackedElement {
  return [name, attributes, children.map(packNode), line, column];
}

function packNode(node: Node): string | PackedElement {
  return node.kind === "text" ? node.text : packElement(node);
}

function unpackElement([name, attributes, children, line, column]: PackedElement): Element {
  return { kind: "element", name, attributes, children: children.map(unpackNode), line, column };
}

function unpackNode(node: string | PackedElement): Node {
  return typeof node === "string" ? { kind: "text", text: node } : unpackElement(node);
}
