import type { Socket } from "node:net";
import type { Dispatcher } from "undici";
import { LenientResponse, UnreadableResponseError } from "./lenient-response.ts";
import type { PooledConnection } from "./pooled-connection.ts";
import type { ResponseReceiver } from "./response-receiver.ts";

/** A request as it is written, line by line. */
export interface LenientRequest {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly headerBytesMax: number;
}

/**
 * Sends a request over an open, judged connection without undici and reads the response tolerantly into the same
 * receiver, so that time-outs and bounds are the same. The connection is good for this one exchange.
 */
export function dispatchLeniently(
  connection: PooledConnection,
  request: LenientRequest,
  receiver: ResponseReceiver,
): void {
  const socket = connection.takeSocket();
  const controller = new SocketController(socket);
  let isEnded = false;
  const fail = (error: Error): void => {
    if (isEnded) return;
    isEnded = true;
    receiver.onResponseError(controller, error);
  };
  const response = new LenientResponse(request, {
    onHead: ({ status, httpVersion, headers, headerBytes }) => {
      controller.rawHeaders = [Buffer.alloc(headerBytes)];
      connection.httpVersion = httpVersion;
      receiver.onResponseStarted();
      receiver.onResponseStart(controller, status, headers);
    },
    onData: (chunk) => receiver.onResponseData(controller, chunk),
    onEnd: () => {
      isEnded = true;
      receiver.onResponseEnd();
    },
  });
  receiver.onRequestStart(controller);
  socket.on("error", fail);
  socket.on("close", () => {
    if (!response.close()) fail(closedError());
  });
  socket.on("data", (chunk: Buffer) => {
    try {
      response.push(chunk);
    } catch (error) {
      if (!(error instanceof UnreadableResponseError)) throw error;
      fail(error);
    }
  });
  socket.write(headOf(request), "latin1");
}

class SocketController implements Dispatcher.DispatchController {
  rawHeaders: Buffer[] | null = null;
  readonly aborted = false;
  readonly reason = null;
  paused = false;
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  abort(): void {
    this.#socket.destroy();
  }

  pause(): void {
    this.paused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.#socket.resume();
  }
}

function headOf(request: LenientRequest): string {
  const headers = { host: request.host, connection: "close", ...request.headers };
  const lines = Object.entries(headers).map(
    ([name, value]) => `${name}: ${value.replace(/[\r\n\0]/g, "")}\r\n`,
  );
  return `${request.method} ${request.path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

function closedError(): Error {
  return Object.assign(new Error("closed"), { code: "ECONNRESET" });
}
