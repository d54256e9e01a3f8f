import type { App, Config } from "../config.ts";
import type { Endpoints, Platform } from "../verbs/platform.ts";
import { mergeEndpoints, readEndpoints } from "./endpoints.ts";
import type { AppEntry, ConfigFile } from "./file-schema.ts";
import type { FileReading } from "./read-file.ts";
import { isGiven, type Origins, type Settings } from "./variables.ts";

/** What applications are made from. */
export type AppParts = {
  /** Of the application `default`, from wherever they come. */
  readonly ofDefault: Pick<
    Settings,
    | "voiceUrl"
    | "voiceMethod"
    | "fallbackUrl"
    | "fallbackMethod"
    | "statusCallback"
    | "statusCallbackMethod"
    | "accountSid"
    | "authToken"
  >;
  /** What holds where an application says nothing. */
  readonly ofAll: Pick<Settings, SharedKey | "defaultCountry"> &
    Pick<Platform, "recordingFormat" | "webhooks">;
  readonly origins: Origins;
  /** What the file says that has no variable. */
  readonly content: ConfigFile;
  readonly addFault: FileReading["addFault"];
  readonly isAtFault: (...path: readonly string[]) => boolean;
};

const sharedKeys = [
  "appTimeoutMs",
  "kazooVersion",
  "returnExtension",
  "localResources",
  "recordEmpty",
] as const;

type SharedKey = (typeof sharedKeys)[number];

/** The applications of the file, and `default` where it has a voice URL. */
export function toApps(parts: AppParts): Config["apps"] {
  const { ofDefault, ofAll, origins, content, addFault, isAtFault } = parts;
  const { default: fromFile, ...entries } = content.apps ?? {};
  const forAll = readEndpoints(content.endpoints ?? {}, ["endpoints"], { ...ofAll, addFault });
  const named = Object.entries(entries).flatMap(([name, entry]) => {
    const { voiceUrl } = entry;
    return voiceUrl === undefined ? [] : [toApp(name, { ...entry, voiceUrl }, forAll, parts)];
  });
  const apps = [...defaultApp(), ...named];
  return Object.fromEntries(apps.map((app) => [app.name, app]));

  function defaultApp(): readonly App[] {
    const { voiceUrl } = ofDefault;
    if (voiceUrl !== undefined) {
      const given = sharedKeys.filter((key) => isGiven(origins[key])).map((key) => [key, ofAll[key]]);
      const entry = { ...fromFile, ...Object.fromEntries(given), ...ofDefault, voiceUrl };
      return [toApp("default", entry, forAll, parts)];
    }
    if (fromFile !== undefined && !isAtFault("apps", "default", "voiceUrl"))
      addFault(["apps", "default"], "apps.default.voiceUrl is not set; set it, or TWIVOT_VOICE_URL.");
    return [];
  }
}

/** Undefined is as good as missing here. */
type Entry = { readonly [K in keyof AppEntry]?: AppEntry[K] | undefined } & { readonly voiceUrl: string };

function toApp(name: string, entry: Entry, forAll: Endpoints, parts: AppParts): App {
  const { ofAll, content, addFault } = parts;
  const own = readEndpoints(entry.endpoints ?? {}, ["apps", name, "endpoints"], { ...ofAll, addFault });
  return {
    name,
    voiceUrl: entry.voiceUrl,
    voiceMethod: entry.voiceMethod ?? "POST",
    fallbackUrl: entry.fallbackUrl,
    fallbackMethod: entry.fallbackMethod ?? "POST",
    statusCallback: entry.statusCallback,
    statusCallbackMethod: entry.statusCallbackMethod ?? "POST",
    accountSid: entry.accountSid,
    authToken: entry.authToken,
    appTimeoutMs: entry.appTimeoutMs ?? ofAll.appTimeoutMs,
    platform: {
      kazoo: entry.kazooVersion ?? ofAll.kazooVersion,
      defaultCountry: ofAll.defaultCountry,
      returnExtension: entry.returnExtension ?? ofAll.returnExtension,
      localResources: entry.localResources ?? ofAll.localResources,
      recordEmpty: entry.recordEmpty ?? ofAll.recordEmpty,
      recordingFormat: ofAll.recordingFormat,
      webhooks: ofAll.webhooks,
      endpoints: mergeEndpoints(forAll, own),
      voices: { ...content.voices, ...entry.voices },
    },
  };
}
