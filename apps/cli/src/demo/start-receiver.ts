import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

/** One webhook as it arrived and was verified. */
export interface ReceivedWebhook {
  readonly at: Date;
  readonly id: string;
  readonly type: string;
  readonly summary: string;
  /** As it was signed, byte for byte. */
  readonly body: string;
}

/** A publisher's end of the line: an HTTP server that verifies every signature as a careful consumer would. */
export interface Receiver {
  readonly url: string;
  /** Webhooks whose signature held, in order of arrival. */
  readonly received: readonly ReceivedWebhook[];
  /** Requests whose signature did not hold. */
  readonly rejected: number;
  /** Must be called with the endpoint's secret before the first webhook can be verified. */
  expectSecret(secret: string): void;
  close(): Promise<void>;
}

const bodyBytesMax = 64 * 1024;

/**
 * Starts a receiver on a free loopback port and calls `onReceived` for each webhook that it accepts. The answer waits
 * for what `onReceived` gives, and is a 500 when that throws.
 */
export async function startReceiver(
  onReceived: (webhook: ReceivedWebhook) => void | Promise<void>,
): Promise<Receiver> {
  const received: ReceivedWebhook[] = [];
  let rejected = 0;
  let webhook: Webhook | undefined;
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const accepted = webhook && verify(webhook, request, body);
    if (accepted === undefined) {
      rejected += 1;
      response.writeHead(400).end();
      return;
    }
    received.push(accepted);
    const status = await Promise.try(onReceived, accepted).then(
      () => 204,
      () => 500,
    );
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks/earshot`,
    received,
    get rejected() {
      return rejected;
    },
    expectSecret(secret) {
      webhook = new Webhook(secret);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size > bodyBytesMax) return "";
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function verify(webhook: Webhook, request: IncomingMessage, body: string): ReceivedWebhook | undefined {
  const at = new Date();
  try {
    const payload = webhook.verify(body, request.headers as Record<string, string>);
    return { at, id: String(request.headers["webhook-id"]), ...readPayload(payload), body };
  } catch {
    return undefined;
  }
}

function readPayload(payload: unknown): { type: string; summary: string } {
  const { type, data } = payload as { type: string; data: { summary: string } };
  return { type, summary: data.summary };
}
