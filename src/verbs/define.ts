import type { KazooVersion } from "../callflow/flow.ts";
import type { NoteCode } from "../fidelity/catalogue.ts";
import type { Notes } from "../fidelity/note.ts";
import type { Call } from "../pivot/call.ts";
import type { Draft, State } from "../translate/draft.ts";
import { type Reader, readAttributes, type Values } from "../twiml/attributes.ts";
import { childElements, type Element } from "../twiml/element.ts";
import type { Platform } from "./platform.ts";

/** What a translation knows besides the element: the same for a whole document. */
export type Setting = {
  readonly kazoo: KazooVersion;
  /** Relative URLs are relative to it. */
  readonly documentUrl: string;
  readonly platform: Platform;
  readonly parties: Parties;
};

/** Who calls whom. */
export type Parties = {
  /** Kazoo's. */
  readonly accountId: string;
  /** As the application knows them: E.164, `sip:…` or `client:…`. */
  readonly from: string;
  readonly to: string;
};

/** What Kazoo comes back with. */
export type Arrival = {
  readonly call: Call;
  /** Which way out of a node Kazoo took, see `Continue`; `bridged` where the caller comes back from an answered call. */
  readonly outcome: string | undefined;
  /** How long Kazoo took since it got the flow, in milliseconds. */
  readonly tookMs: number;
  /** How long the called party has talked, in seconds, where Kazoo's webhooks have told it. */
  readonly dialSeconds?: number | undefined;
  /** The recording that was waited for, see `Pending`. */
  readonly recording: Recorded | undefined;
  /** A sid of Twilio's, the same for the same name in the same call; `CA` and such are its first two letters. */
  readonly sid: (prefix: string, name: string) => string;
};

/** A recording as far as it is known. */
export type Recorded = {
  readonly sid: string;
  /** Where the application gets it. */
  readonly url: string;
  /** Whole seconds, from the audio itself; undefined where the file has not come in time. */
  readonly duration: number | undefined;
};

/** Where a verb stands. */
export type Context = Setting & {
  readonly state: State;
  /** Whether the flow begins with this verb. */
  readonly isFirst: boolean;
  /** The verbs after this one. */
  readonly rest: readonly Element[];
  readonly notes: Notes;
  /** How much more the flow should hold, in characters of JSON. Something of a verb is let in even where it is less. */
  readonly room: number;
  /** The flow of the verbs after this one, in the state that this one leaves behind; `size` is what it takes of the room. */
  readonly then: (change: Partial<State>, size?: number) => Draft;
};

/** What comes after an awaited outcome: a request whose answer takes over, or the rest of the document. */
export type Next =
  | {
      readonly go: "request";
      readonly url: string;
      readonly method: "GET" | "POST";
      readonly parameters: Readonly<Record<string, string>>;
      readonly change?: Partial<State>;
    }
  | {
      readonly go: "rest";
      readonly change: Partial<State>;
      /** How many verbs of the rest are done with. */
      readonly skip: number;
    };

/** What is not exact: for an element itself and for its attributes, the code of the note that tells what differs. */
export type Support<A extends string = string> = {
  readonly element?: NoteCode;
  readonly attributes?: { readonly [K in A]?: NoteCode };
};

/** An element that stands only in others. */
export type Inner = {
  readonly name: string;
  /** Attributes that are exact. */
  readonly attributes?: readonly string[];
  readonly support?: Support;
};

/**
 * All that twivot knows about a verb.
 *
 * @template R the readers of its attributes
 * @template P what it leaves in a continuation (JSON) to read its outcome by
 */
type Verb<R extends Readonly<Record<string, Reader<unknown>>>, P> = {
  readonly name: string;
  /** Twilio's page about it. */
  readonly source: string;
  readonly attributes: R;
  /** Elements that may stand in it; others are noted and skipped. */
  readonly children?: readonly string[];
  /** Those of its children that are nouns of its own. */
  readonly nouns?: readonly Inner[];
  /** What is not listed is exact. */
  readonly support?: Support<Extract<keyof R, string>>;
  /** Twilio's warning for other elements in it, where it is not 12200. */
  readonly childrenCode?: number;
  /** The flow of the verb and of all that follows it. A verb that gives control away leaves out `then`. */
  readonly translate: (values: Values<R>, element: Element, context: Context) => Draft;
  /** Reads the outcome from what Kazoo comes back with. */
  readonly resume?: (pending: P, arrival: Arrival) => Next;
};

/** A verb of any attributes. */
export type AnyVerb = {
  readonly name: string;
  readonly source: string;
  readonly attributes: Readonly<Record<string, Reader<unknown>>>;
  readonly children: readonly string[];
  readonly nouns: readonly Inner[];
  readonly support: Support;
  readonly run: (element: Element, context: Context) => Draft;
  readonly resume: (pending: unknown, arrival: Arrival) => Next;
};

/** Makes a verb of its parts: `values` is typed by `attributes`, so that a misspelt one does not compile. */
export function defineVerb<const R extends Readonly<Record<string, Reader<unknown>>>, P = never>(
  verb: Verb<R, P>,
): AnyVerb {
  const children = verb.children ?? [];
  return {
    name: verb.name,
    source: verb.source,
    attributes: verb.attributes,
    children,
    nouns: verb.nouns ?? [],
    support: verb.support ?? {},
    run: (element, context) => {
      const values = readAttributes(element, verb.attributes, context.notes);
      return verb.translate(
        values,
        onlyChildren(element, children, verb.childrenCode, context.notes),
        context,
      );
    },
    resume: (pending, arrival) => {
      if (verb.resume === undefined) return { go: "rest", change: {}, skip: 0 };
      // What is pending was written by `translate` of the same verb and has been sealed since.
      return verb.resume(pending as P, arrival);
    },
  };
}

/** The element without child elements that may not stand in it; each of those leaves a note. */
export function onlyChildren(
  element: Element,
  allowed: readonly string[],
  code: number | undefined,
  notes: Notes,
): Element {
  const strangers = childElements(element).filter((child) => !allowed.includes(child.name));
  if (strangers.length === 0) return element;
  for (const child of strangers) notes.add("child-unexpected", element, { child: child.name }, code);
  return {
    ...element,
    children: element.children.filter((node) => node.kind === "text" || allowed.includes(node.name)),
  };
}
