import type { Config } from "../config.ts";
import type { Store } from "../store/store.ts";
import type { Participation } from "../translate/hang-up.ts";
import { sidInCall } from "../twilio/sids.ts";
import type { Callbacks } from "./callbacks.ts";
import { type Conference, type ConferenceChange, joined, left } from "./conference.ts";
import { createLanes } from "./lanes.ts";

/** The call of somebody who comes to a conference. */
export type Participant = {
  readonly callSid: string;
  /** Name of its application. */
  readonly app: string;
  readonly accountSid: string;
  readonly atMs: number;
};

/**
 * Tells applications of conferences, by the callers that come and leave. Each is told once, whatever is told twice; all
 * replicas agree. Both throw when the store fails.
 */
export type Conferences = {
  readonly joined: (participant: Participant, participation: Participation) => Promise<void>;
  readonly left: (callSid: string, room: string, atMs: number) => Promise<void>;
};

type World = {
  readonly config: () => Pick<Config, "apps">;
  readonly outside: { readonly store: Store };
  readonly callbacks: Callbacks;
};

/** A conference in which nobody comes or leaves is over after a day, as every call is. */
const DAY = 24 * 60 * 60;

/** The value of a conference that has ended, and how long it stays, in seconds. */
const ENDED = "";
const ENDED_SECONDS = 60;

/** In this process changes of a conference wait for each other; replicas are few. */
const TRIES = 50;

/** What is kept of a conference: some 200 bytes for each of those who are in it. */
export function createConferences({ config, outside, callbacks }: World): Conferences {
  const { store } = outside;
  const lanes = createLanes({ atOnce: 32, atOncePerLane: 1 });

  const write = (key: string, before: string | undefined, after: Conference | undefined) => {
    const text = after === undefined ? ENDED : JSON.stringify(after);
    const seconds = after === undefined ? ENDED_SECONDS : DAY;
    return before === undefined ? store.add(key, text, seconds) : store.replace(key, before, text, seconds);
  };
  const change = async (room: string, changed: Changed): Promise<void> => {
    const key = `conference:${room}`;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const text = await store.get(key);
      // Only `write` writes there.
      const before = text === undefined || text === ENDED ? undefined : (JSON.parse(text) as Conference);
      const change = changed(before);
      if (change === undefined) return;
      if (await write(key, text, change.after)) return tell(change, before);
    }
    throw new Error(`others change the conference ${room} all the time`);
  };
  const inTurn = (room: string, changed: Changed): Promise<void> =>
    new Promise((resolve, reject) => {
      lanes.add(room, () => change(room, changed).then(resolve, reject));
    });
  const tell = ({ after, events }: ConferenceChange, before: Conference | undefined): void => {
    const { app: name = "", callback } = after ?? before ?? {};
    const { apps } = config();
    const app = Object.hasOwn(apps, name) ? apps[name] : undefined;
    if (app === undefined || callback === undefined) return;
    const { url, method } = callback;
    for (const parameters of events) callbacks.send({ app, url, method, parameters });
  };

  return {
    joined: ({ callSid, app, accountSid, atMs }, { room, friendlyName, callback, ...member }) => {
      // A call comes to no conference twice.
      const sid = sidInCall("CF", callSid, room);
      const begun = { sid, friendlyName, accountSid, app, ...(callback === undefined ? {} : { callback }) };
      return inTurn(room, (before) => joined(before, { ...member, callSid, sinceMs: atMs }, begun));
    },
    left: (callSid, room, atMs) => inTurn(room, (before) => left(before, callSid, atMs)),
  };
}

type Changed = (before: Conference | undefined) => ConferenceChange | undefined;
