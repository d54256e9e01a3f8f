/** Kazoo's REST server, of one account. */
export type Crossbar = {
  /** The `data` of what a path below the account answers. @throws with Kazoo's own words. */
  readonly get: (path: string) => Promise<unknown>;
};

const TIMEOUT_MS = 10_000;

/**
 * Logs in with an account's API key.
 *
 * @param url such as `https://kazoo.example:8443`
 * @throws when that is refused or nothing answers.
 * @see cb_api_auth, PUT /v2/api_auth
 */
export async function openCrossbar(url: string, account: string, apiKey: string): Promise<Crossbar> {
  const base = `${url.replace(/\/+$/, "")}/v2`;
  const { auth_token: token } = await ask(`${base}/api_auth`, "PUT", {}, { data: { api_key: apiKey } });
  if (typeof token !== "string") throw new Error("Kazoo gave no token for this API key");
  return {
    get: async (path) => {
      const answer = await ask(`${base}/accounts/${account}/${path}`, "GET", { "x-auth-token": token });
      return answer["data"];
    },
  };
}

async function ask(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...headers },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json().catch(() => ({}))) as Readonly<Record<string, unknown>>;
  if (response.ok) return answer;
  throw new Error(
    `${method} ${new URL(url).pathname} answered ${response.status} ${answer["message"] ?? ""}`.trim(),
  );
}
