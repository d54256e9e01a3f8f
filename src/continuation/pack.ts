import { type Continuation, newState, type Pending, type State } from "../translate/draft.ts";
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
  /** What was called when the call came in: one that comes back from a bridge is for the extension (ecallmgr_util:get_sip_request/1). */
  readonly called?: string;
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
  readonly d?: string;
  readonly t: readonly [left: number, atMs: number];
  readonly p?: readonly [verb: string, state: unknown, recording?: number];
  readonly r: readonly PackedElement[];
  /** What differs from a new call. */
  readonly s: Partial<State>;
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
    ...(session.called === undefined ? {} : { d: session.called }),
    ...(pending === undefined ? {} : { p: packPending(pending) }),
    r: rest.map(packElement),
    s: changes(state),
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
    ...(packed.d === undefined ? {} : { called: packed.d }),
  };
  const rest = packed.r.map(unpackElement);
  const state = { ...newState, ...packed.s };
  if (packed.p === undefined) return { session, continuation: { rest, state } };
  const [verb, of, recording] = packed.p;
  const pending = { verb, state: of, ...(recording === undefined ? {} : { recording }) };
  return { session, continuation: { pending, rest, state } };
}

function packPending({ verb, state, recording }: Pending): Packed["p"] & object {
  return recording === undefined ? [verb, state] : [verb, state, recording];
}

function changes(state: State): Partial<State> {
  const isNew = (name: string, value: unknown) =>
    JSON.stringify(value) === JSON.stringify(newState[name as keyof State]);
  return Object.fromEntries(Object.entries(state).filter(([name, value]) => !isNew(name, value)));
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
