import type { Config, RecordingsConfig, Route } from "../config.ts";
import { phoneNumber } from "../twilio/addresses.ts";
import type { FileReading } from "./read-file.ts";
import { type AppParts, toApps } from "./to-apps.ts";
import { isGiven, type Origins, type Settings } from "./variables.ts";

/** Settings and file as one configuration. What contradicts itself in the file becomes a fault of it. */
export function toConfig(settings: Settings, origins: Origins, file: FileReading | undefined): Config {
  const {
    configFile: _,
    voiceUrl,
    voiceMethod,
    fallbackUrl,
    fallbackMethod,
    statusCallback,
    statusCallbackMethod,
    accountSid,
    authToken,
    appTimeoutMs,
    returnExtension,
    localResources,
    recordEmpty,
    recordingsDirectory,
    recordingsFormat,
    recordingsAuth,
    recordingsKeepDays,
    recordingsMaxBytes,
    ...proxy
  } = settings;
  const parts: AppParts = {
    ofDefault: {
      voiceUrl,
      voiceMethod,
      fallbackUrl,
      fallbackMethod,
      statusCallback,
      statusCallbackMethod,
      accountSid,
      authToken,
    },
    ofAll: {
      appTimeoutMs,
      kazooVersion: proxy.kazooVersion,
      returnExtension,
      localResources,
      recordEmpty,
      defaultCountry: proxy.defaultCountry,
      recordingFormat: recordingsFormat,
      // Nobody has a secret for webhooks that are not set up.
      webhooks: proxy.webhookSecret !== undefined,
    },
    origins,
    content: file?.content ?? {},
    addFault: file?.addFault ?? (() => undefined),
    isAtFault: (...path) => file?.find(path).isAtFault ?? false,
  };
  const recordings = {
    store: toStore(recordingsDirectory, parts),
    auth: recordingsAuth,
    keepDays: recordingsKeepDays,
    maxBytes: recordingsMaxBytes,
  };
  const apps = toApps(parts);
  return { ...proxy, recordings, routes: toRoutes(apps, parts), apps };
}

/** A directory that is given by flag or environment wins over a bucket of the file. */
function toStore(directory: string, { origins, content, addFault }: AppParts): RecordingsConfig["store"] {
  const { s3 } = content.recordings ?? {};
  const { recordingsDirectory: origin } = origins;
  if (s3 !== undefined && origin === "file")
    addFault(["recordings", "s3"], "recordings has both directory and s3; keep one of them.");
  if (s3 === undefined || isGiven(origin)) return { kind: "directory", directory };
  const { bucket, region, endpoint, prefix = "" } = s3;
  return { kind: "s3", bucket, region, endpoint, prefix };
}

function toRoutes(apps: Config["apps"], { ofAll, content, addFault, isAtFault }: AppParts): readonly Route[] {
  return (content.routes ?? []).flatMap((entry, index) => {
    const { to, app, ...route } = entry ?? {};
    if (app === undefined) return [];
    if (!Object.hasOwn(apps, app) && !isAtFault("apps", app) && content.apps?.[app] === undefined) {
      const names = Object.keys(apps).join(", ") || "none";
      addFault(
        ["routes", index, "app"],
        `routes[${index}].app: there is no application "${app}"; there are: ${names}.`,
      );
    }
    const called = to === undefined ? {} : { to: phoneNumber(to, ofAll.defaultCountry) ?? to };
    return [{ ...route, ...called, app }];
  });
}
