import type { Config, Route } from "../config.ts";
import { PivotRequestError } from "../errors.ts";
import type { Call } from "../pivot/call.ts";
import { phoneNumber } from "../twilio/addresses.ts";

type Facts = Pick<Call, "accountId" | "request" | "to" | "requestRealm" | "toRealm">;

/**
 * The name of the application for a call to `/pivot`, whose path names none: that of the first route that matches,
 * else `default`.
 *
 * @throws {PivotRequestError} `app-unrouted` where there is neither.
 */
export function routeCall(
  call: Facts,
  { routes, apps, defaultCountry }: Pick<Config, "routes" | "apps" | "defaultCountry">,
): string {
  const called = call.request ?? call.to;
  const names = [phoneNumber(called, defaultCountry), call.request, call.to];
  const realms = [call.toRealm, call.requestRealm].map((realm) => realm?.toLowerCase());
  const matches = ({ to, account, realm }: Route) =>
    (to === undefined || names.includes(to)) &&
    (account === undefined || account.toLowerCase() === call.accountId.toLowerCase()) &&
    (realm === undefined || realms.includes(realm.toLowerCase()));
  const name = routes.find(matches)?.app ?? "default";
  if (Object.hasOwn(apps, name)) return name;
  const message = `No route takes a call to ${called ?? "nobody"}, and there is no application "default": add one of the two to the configuration, or name the application in the path, /pivot/APP.`;
  throw new PivotRequestError("app-unrouted", message, { status: 404 });
}
