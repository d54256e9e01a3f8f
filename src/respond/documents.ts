import type { App, Config } from "../config.ts";
import { TwivotError } from "../errors.ts";
import type { Tell } from "../happening.ts";
import type { House } from "../house.ts";
import type { Outside } from "../outside.ts";
import { inSpan } from "../tracing.ts";
import { AppError } from "../twilio/app-error.ts";
import { fallbackParameters } from "../twilio/fallback.ts";
import { fetchDocument } from "../twilio/fetch-document.ts";
import { standardParameters } from "../twilio/parameters.ts";
import { documentVerbs } from "./document-verbs.ts";
import type { Documents } from "./next-draft.ts";

/** The documents of one application, asked for as Twilio would. */
export function createDocuments(
  app: App,
  config: Config,
  outside: Outside,
  { shelf, tell }: Pick<House, "shelf" | "tell">,
): Documents {
  const account = { authToken: app.authToken, timeoutMs: app.appTimeoutMs };
  return {
    ask: async ({ url, method, parameters }, { call, session, state }) => {
      // The names that Twilio gives a meaning win over those that `<Set><Variable>` adds.
      const all = { ...state.variables, ...standardParameters(call, app, config, state), ...parameters };
      const request = { url, method, parameters: all };
      const names = { "twivot.app": app.name, "http.request.method": method };
      const { document, visit } = await inSpan("application", names, () =>
        told(app, tell, () => fetchDocument(request, session.visit, account, outside)),
      );
      const elements = documentVerbs(document, (audio) => `${config.publicUrl}/media/${shelf.put(audio)}`);
      const documents = session.documents + 1;
      return { elements, session: { ...session, visit, documentUrl: document.url, documents } };
    },
    fallback: (error, asked) => {
      if (app.fallbackUrl === undefined) return undefined;
      const parameters = fallbackParameters(error, error instanceof AppError ? error.url : asked.url);
      return { url: app.fallbackUrl, method: app.fallbackMethod, parameters };
    },
  };
}

/** Tells how long the application took, and whether it gave a document. */
async function told<T>(app: App, tell: Tell, ask: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  let outcome = "document";
  try {
    return await ask();
  } catch (error) {
    outcome = error instanceof TwivotError ? error.code : "internal";
    throw error;
  } finally {
    tell({ kind: "step", step: "application", seconds: (performance.now() - startedMs) / 1000 });
    tell({ kind: "answered", app: app.name, outcome });
  }
}
