import { Socket } from "node:net";
import type { buildConnector } from "undici";

/** Connections that are being made. */
export type Connecting = {
  /** The same connector; what it begins is known until it is connected or has failed. */
  readonly watch: (connect: buildConnector.connector) => buildConnector.connector;
  /** Ends all that is neither: undici leaves them to their timeouts, also when the agent is destroyed. */
  readonly end: () => void;
};

/** Watches connections that are being made, so that a handshake that stalls does not outlive the agent it is for. */
export function createConnecting(): Connecting {
  const sockets = new Set<Socket>();
  return {
    watch: (connect) => (options, callback) => {
      // Connectors return their socket, which undici's types do not tell.
      const socket: unknown = connect(options, (...outcome) => {
        if (socket instanceof Socket) sockets.delete(socket);
        callback(...outcome);
      });
      if (socket instanceof Socket) sockets.add(socket);
    },
    end: () => {
      for (const socket of sockets) socket.destroy(new Error("the agent is closed"));
    },
  };
}
