import type { Config } from "../config.ts";
import type { Crossbar } from "./crossbar.ts";
import { type Finding, fault, ok, warning } from "./finding.ts";

type Json = Readonly<Record<string, unknown>>;

type Callflow = { readonly name: string; readonly numbers: readonly string[]; readonly flow: Json };

/** What tells twivot how calls end. */
const hooks = ["channel_create", "channel_answer", "channel_bridge", "channel_destroy"];

/**
 * Whether Kazoo sends calls here, and as twivot needs it: the pivot nodes of the callflows, the callflow of the return
 * extension, the webhooks.
 */
export async function checkKazoo(config: Config, crossbar: Crossbar): Promise<readonly Finding[]> {
  const callflows = await callflowsOf(crossbar);
  const webhooks = asList(await crossbar.get("webhooks?paginate=false")).map(asObject);
  return [
    ...checkPivotNodes(callflows, config),
    ...checkReturnExtension(callflows, config),
    ...checkWebhooks(webhooks, config),
  ];
}

async function callflowsOf(crossbar: Crossbar): Promise<readonly Callflow[]> {
  const list = asList(await crossbar.get("callflows?paginate=false")).map(asObject);
  const whole = await Promise.all(list.map(({ id }) => crossbar.get(`callflows/${id}`)));
  return whole.map(asObject).map(({ name, numbers, flow }) => ({
    name: String(name ?? ""),
    numbers: asList(numbers).map(String),
    flow: asObject(flow),
  }));
}

function checkPivotNodes(
  callflows: readonly Callflow[],
  { publicUrl, pivotKey }: Config,
): readonly Finding[] {
  const nodes = callflows.flatMap(({ name, numbers, flow }) =>
    pivotNodes(flow, publicUrl).map((node) => ({ node, of: name || numbers.join(", ") })),
  );
  if (nodes.length === 0) {
    const message = `No callflow of the account has a Pivot node to ${publicUrl}/pivot: add one to the number's callflow.`;
    return [fault("kazoo-callflow", message)];
  }
  return nodes.flatMap(({ node, of }) => {
    const data = asObject(node["data"]);
    const faults = [
      String(data["method"] ?? "get").toLowerCase() === "post"
        ? undefined
        : 'its method must be "post": by GET Kazoo asks nothing once keys have been pressed',
      data["req_format"] === "kazoo" ? undefined : 'its req_format must be "kazoo"',
      data["cdr_url"] === undefined
        ? undefined
        : "it must have no cdr_url, which leaves calls that end without an end",
      keyOf(String(data["voice_url"])) === pivotKey
        ? undefined
        : "the key in its URL is not TWIVOT_PIVOT_KEY",
    ].filter((text) => text !== undefined);
    if (faults.length > 0) return faults.map((text) => fault("kazoo-callflow", `Callflow ${of}: ${text}.`));
    return asObject(node["children"])["_"] === undefined
      ? [
          warning(
            "kazoo-callflow",
            `Callflow ${of}: without a _ child, callers hear nothing when twivot is away.`,
          ),
        ]
      : [ok("kazoo-callflow", `Callflow ${of} leads here, and has a _ child.`)];
  });
}

function checkReturnExtension(callflows: readonly Callflow[], config: Config): readonly Finding[] {
  const extensions = new Set(Object.values(config.apps).map(({ platform }) => platform.returnExtension));
  return [...extensions].flatMap((extension) => {
    if (extension === undefined) {
      const message =
        "TWIVOT_RETURN_EXTENSION is not set: after a Dial that was answered, neither its action nor later verbs run.";
      return [warning("kazoo-return", message)];
    }
    const callflow = callflows.find(({ numbers }) => numbers.includes(extension));
    const data = asObject(callflow?.flow["data"]);
    const url = String(data["voice_url"] ?? "").split("?")[0];
    const isRight = callflow?.flow["module"] === "pivot" && url === `${config.publicUrl}/pivot/return`;
    if (isRight) return [ok("kazoo-return", `Extension ${extension} leads to /pivot/return.`)];
    const message = `Extension ${extension} must have a callflow that is a Pivot node to ${config.publicUrl}/pivot/return.`;
    return [fault("kazoo-return", message)];
  });
}

function checkWebhooks(webhooks: readonly Json[], { publicUrl }: Config): readonly Finding[] {
  const ours = webhooks.filter(({ uri }) => String(uri).startsWith(`${publicUrl}/webhooks/kazoo`));
  const missing = hooks.filter((hook) => !ours.some((one) => one["hook"] === hook || one["hook"] === "all"));
  const disabled = ours.filter(({ enabled }) => enabled === false).map(({ hook }) => String(hook));
  if (disabled.length > 0) {
    const message = `Kazoo has disabled the webhooks ${disabled.join(", ")}: enable them again once twivot answers.`;
    return [fault("kazoo-webhooks", message)];
  }
  if (missing.length === 0) return [ok("kazoo-webhooks", "Kazoo tells twivot how calls go.")];
  const message = `No webhook ${missing.join(", ")} leads to ${publicUrl}/webhooks/kazoo: status callbacks and hang-ups stay unknown.`;
  return [warning("kazoo-webhooks", message)];
}

/** Every pivot node of a callflow that leads to us, on any way. */
function pivotNodes(node: Json, publicUrl: string): readonly Json[] {
  const url = String(asObject(node["data"])["voice_url"] ?? "");
  const path = url.startsWith(publicUrl) ? url.slice(publicUrl.length).split("?")[0] : undefined;
  const isOurs = node["module"] === "pivot" && path?.startsWith("/pivot") && path !== "/pivot/return";
  const below = Object.values(asObject(node["children"])).flatMap((child) =>
    pivotNodes(asObject(child), publicUrl),
  );
  return isOurs ? [node, ...below] : below;
}

function keyOf(url: string): string | undefined {
  return URL.parse(url)?.searchParams.get("key") ?? undefined;
}

function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
