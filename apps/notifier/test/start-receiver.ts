import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** A request as a webhook's receiver got it. */
export interface ReceivedRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver of webhooks on loopback. */
export interface TestReceiver {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
}

/** Answers the request with this number, counted from 0. */
export type AnswerScript = (response: ServerResponse, index: number) => void;

/** Starts a receiver for one test, which answers each request as the script says. */
export async function startReceiver(answer: AnswerScript): Promise<TestReceiver> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", () => {});
    request.on("end", () => {
      const { method, url: path, headers } = request;
      requests.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
      answer(response, requests.length - 1);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return { url: `http://127.0.0.1:${address.port}/hook`, requests };
}

/** A script that answers with these statuses, the last one for ever. */
export function statuses(...list: readonly number[]): AnswerScript {
  return (response, index) => response.writeHead(list[Math.min(index, list.length - 1)] ?? 200).end("Thanks");
}
