import { type AnyVerb, defineVerb } from "./define.ts";
import { untranslated } from "./untranslated.ts";

/** Verbs that are skipped as a whole: what they hold is not looked at, so that one note stands for it. */
export const later: readonly AnyVerb[] = untranslated
  .filter(({ kind }) => kind === "verb")
  .map(({ name, source }) => ({
    ...defineVerb({
      name,
      source,
      attributes: {},
      translate: (_values, _element, context) => context.then({}),
    }),
    run: (element, context) => {
      context.notes.add("verb-unsupported", element);
      return context.then({});
    },
  }));
