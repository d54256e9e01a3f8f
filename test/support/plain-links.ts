import type { Finishing } from "../../src/respond/finish.ts";

/** Where Kazoo reaches twivot again in flows of which nothing is sealed. */
export const plainLinks: Finishing = {
  url: (_continuation, _ends, outcome) =>
    `http://twivot.test/pivot/c/token${outcome === undefined ? "" : `?outcome=${outcome}`}`,
  variable: () => "token",
  upload: ({ number }) => `http://twivot.test/recordings/u/${number}`,
  recordingFormat: "mp3",
};
