import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** Makes the sample application, examples/store: `authToken` checks signatures, `now` is the clock on its wall. */
export type CreateStore = (options: {
  readonly authToken: string;
  readonly now: () => number;
}) => RequestListener;

/** The sample application of a checkout. It is no part of what is built, so nothing imports it by its name. */
const sampleStore = new URL("../../examples/store/app.ts", import.meta.url);

/** The sample application; undefined where it or a package that it needs is not installed. */
export async function loadStore(module: URL = sampleStore): Promise<CreateStore | undefined> {
  try {
    const { createStore } = (await import(module.href)) as { createStore: CreateStore };
    return createStore;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** A listener on a free port of the loopback. The URL has no slash at its end. */
export async function listenOnLoopback(
  listener: RequestListener,
): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
