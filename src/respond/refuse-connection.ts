import type { Socket } from "node:net";
import { PivotRequestError } from "../errors.ts";
import { errorAnswer } from "./answer.ts";

/** The limit of Node's parser for the first line and the headers of a request. */
const HEAD_TOO_LARGE = "HPE_HEADER_OVERFLOW";

/**
 * Answers what cannot be read as an HTTP request, in the form of every other error, and closes the connection.
 *
 * @see https://nodejs.org/api/http.html#event-clienterror
 */
export function refuseConnection(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const refusal =
    error.code === HEAD_TOO_LARGE
      ? new PivotRequestError("pivot-too-large", "The URL and the headers are too large.", { status: 413 })
      : new PivotRequestError("pivot-http", "This is no HTTP request.", { status: 400 });
  const { status, contentType, body } = errorAnswer(refusal);
  const head = [
    `HTTP/1.1 ${status} ${status === 413 ? "Content Too Large" : "Bad Request"}`,
    "connection: close",
    `content-type: ${contentType}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${String(body)}`);
}
