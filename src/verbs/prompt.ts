import { node, playMacro, playUrl, speak, speakMacro } from "../callflow/build.ts";
import type { Notes } from "../fidelity/note.ts";
import type { Draft } from "../translate/draft.ts";
import { splitText } from "../translate/split-text.ts";
import { readAttributes } from "../twiml/attributes.ts";
import { childElements, type Element, ownText } from "../twiml/element.ts";
import { resolveUrl } from "../twiml/resolve-url.ts";
import { answerFirst } from "./answer.ts";
import { type Context, onlyChildren, type Setting } from "./define.ts";
import { PARTS_PER_FLOW } from "./parts.ts";
import { pauseAttributes } from "./pause.ts";
import { playAttributes } from "./play.ts";
import { silence } from "./silence.ts";
import { readSpeech, type Speech, type SpokenPart, sayAttributes, ssmlElements } from "./speech.ts";

/** A piece of a prompt that Kazoo plays by one command. */
export type PromptPart =
  | ({ readonly kind: "speech" } & Speech)
  /** A media URL, or silence. */
  | { readonly kind: "audio"; readonly id: string };

/** Loops inside a Gather are written out, this often at most. */
const ROUNDS_IN_PROMPT = 10;

/**
 * What stands in a `<Gather>`, in as few parts as can be: neighbouring Says of one voice are one text, since
 * a key cuts short one command only.
 */
export function readPrompt(gather: Element, setting: Setting, notes: Notes): readonly PromptPart[] {
  const parts = childElements(gather).flatMap((child) => readPart(child, setting, notes));
  return mergeSpeech(parts).flatMap((part): readonly PromptPart[] =>
    part.kind === "audio" ? [part] : splitText(part.text, 1000).map((text) => ({ ...part, text })),
  );
}

function readPart(child: Element, setting: Setting, notes: Notes): readonly PromptPart[] {
  switch (child.name) {
    case "Say": {
      const values = readAttributes(child, sayAttributes, notes);
      const say = onlyChildren(child, ssmlElements, undefined, notes);
      return rounds(
        sayParts(readSpeech(values, say, setting, notes), child, notes),
        values.loop,
        child,
        notes,
      );
    }
    case "Play": {
      const { loop, digits } = readAttributes(child, playAttributes, notes);
      if (digits !== undefined) notes.add("play-digits-nested", child);
      const url = ownText(child);
      if (url === "" && digits === undefined) notes.add("nothing-to-play", child);
      if (url === "") return [];
      return rounds([{ kind: "audio", id: resolveUrl(setting.documentUrl, url) }], loop, child, notes);
    }
    default: {
      const { length } = readAttributes(child, pauseAttributes, notes);
      return [{ kind: "audio", id: silence(length * 1000) }];
    }
  }
}

/** Silence of a Say that is shorter is a rest between two sentences: a key skips one part only. In milliseconds. */
const SHORTEST_SILENCE_MS = 1000;

function sayParts(spoken: readonly SpokenPart[], say: Element, notes: Notes): readonly PromptPart[] {
  const isShort = (part: SpokenPart) => part.kind === "rest" && part.ms < SHORTEST_SILENCE_MS;
  if (spoken.some(isShort)) notes.add("gather-break", say);
  return spoken.flatMap((part): readonly PromptPart[] => {
    if (part.kind === "speech") return [part];
    return isShort(part) ? [] : [{ kind: "audio", id: silence(part.ms) }];
  });
}

function rounds(
  round: readonly PromptPart[],
  loop: number,
  child: Element,
  notes: Notes,
): readonly PromptPart[] {
  const asked = loop === 0 ? "endless" : loop;
  const played = loop === 0 ? ROUNDS_IN_PROMPT : Math.min(loop, ROUNDS_IN_PROMPT);
  if (asked !== played && round.length > 0) notes.add("loop-capped", child, { played, asked });
  return Array.from({ length: played }, () => round).flat();
}

function mergeSpeech(parts: readonly PromptPart[]): readonly PromptPart[] {
  const merged: PromptPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (
      part.kind === "speech" &&
      last?.kind === "speech" &&
      part.voice === last.voice &&
      part.language === last.language &&
      part.engine === last.engine
    ) {
      merged[merged.length - 1] = { ...last, text: joinSentences(last.text, part.text) };
    } else {
      merged.push(part);
    }
  }
  return merged;
}

/** Two texts as one, with a full stop between them unless a mark that makes a voice rest is there. */
function joinSentences(first: string, second: string): string {
  return /[.!?…,;:。！？、，]["'”’)\]]*$/u.test(first) ? `${first} ${second}` : `${first}. ${second}`;
}

/**
 * The parts in the groups that one key press skips as a whole. On 4.3 a key that stops a played file
 * drops what follows in the group, one that stops speech of its own engine does not; 5.0 never drops. A group is no
 * longer than a flow should be. Speech of a chosen engine is alone, since a macro has no engine (cf_audio_macro).
 *
 * @see ecallmgr_call_control:flush_group_id/3
 */
export function skippableGroups(
  parts: readonly PromptPart[],
  kazoo: Setting["kazoo"],
): readonly (readonly PromptPart[])[] {
  const groups: PromptPart[][] = [];
  for (const part of parts) {
    const group = groups.at(-1);
    const isOpen = kazoo === "4.3" && group?.at(-1)?.kind === "audio" && group.length < PARTS_PER_FLOW;
    const hasEngine = part.kind === "speech" && part.engine !== undefined;
    if (group !== undefined && isOpen && !hasEngine) group.push(part);
    else groups.push([part]);
  }
  return groups;
}

type PromptSetting = { readonly isInterruptible: boolean; readonly next: Draft; readonly context: Context };

/** Parts of a prompt as one node, which any key cuts short or none. */
export function playPrompt(
  parts: readonly PromptPart[],
  { isInterruptible, next, context }: PromptSetting,
): Draft {
  const [first] = parts;
  if (first === undefined) return next;
  if (parts.length === 1) {
    return first.kind === "speech"
      ? speak({ ...first, isInterruptible }, next)
      : playUrl({ id: first.id, isInterruptible, isAnswered: context.state.answered }, next);
  }
  const macros = parts.map((part) => (part.kind === "speech" ? speakMacro(part) : playMacro(part.id)));
  // audio_macro does not answer (cf_audio_macro:handle/2).
  return answerFirst(context, node("audio_macro", { macros }, next));
}
