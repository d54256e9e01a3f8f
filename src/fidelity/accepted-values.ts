import { newState } from "../translate/draft.ts";
import { translate } from "../translate/translate.ts";
import type { Reader } from "../twiml/attributes.ts";
import { element, text } from "../twiml/element.ts";
import type { AnyVerb } from "../verbs/define.ts";
import { plainSetting } from "../verbs/plain-setting.ts";

/** What an attribute takes, and its default, both in words. */
export type Accepted = {
  /** Undefined where any text will do. */
  readonly expected: string | undefined;
  readonly default: string | undefined;
};

/** What an attribute of a verb takes, as its reader says. */
export function acceptedBy(reader: Reader<unknown>): Accepted {
  return { expected: reader.expected, default: defaultText(reader.default) };
}

function defaultText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === "") return "nothing";
  if (!Array.isArray(value)) return String(value);
  const areKeys = value.every((each) => String(each).length === 1);
  return value.join(areKeys ? "" : " ");
}

/** No reader but one of texts takes it. */
const NO_VALUE = "?";

/**
 * What the attributes of a noun take. Its readers are known to its verb alone, so the verb is given a value that fits
 * nothing: its note tells what would have fitted, and what is used instead.
 */
export function acceptedByNoun(
  verb: AnyVerb,
  noun: string,
  attributes: readonly string[],
): Readonly<Record<string, Accepted>> {
  const values = Object.fromEntries(attributes.map((attribute) => [attribute, NO_VALUE]));
  const probe = element(verb.name, {}, element(noun, values, text("+15005550010")));
  const { notes } = translate([probe], newState, plainSetting("4.3", "https://app.example/voice"));
  const accepted = attributes.map((attribute): [string, Accepted] => {
    const note = notes.find(
      ({ code, details }) => code === "attribute-invalid" && details["attribute"] === attribute,
    );
    const { expected, used } = note?.details ?? {};
    return [
      attribute,
      { expected: expected === undefined ? undefined : String(expected), default: usedText(used) },
    ];
  });
  return Object.fromEntries(accepted);
}

/** The note tells a default as JSON, and `nothing` where there is none. */
function usedText(used: string | number | undefined): string | undefined {
  return used === undefined || used === "nothing" ? undefined : defaultText(JSON.parse(String(used)));
}
