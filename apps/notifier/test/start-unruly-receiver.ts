import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** Every way in which the receivers of an outage behave before they come to reason. */
export const manners = [
  "takes it",
  "times out",
  "answers 500",
  "answers 429",
  "answers 410",
  "answers 301",
  "resets",
  "drips",
  "sends megabytes",
] as const;

/** How a receiver behaves. */
export type Manner = (typeof manners)[number];

/** One request as it came. */
export interface UnrulyRequest {
  /** The path, which tells whose receiver it is. */
  readonly path: string;
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
  /** Whether it was answered with 2xx. */
  readonly taken: boolean;
}

/** Receivers of every manner behind one port. */
export interface UnrulyReceiver {
  readonly requests: readonly UnrulyRequest[];
  urlOf(index: number): string;
  mannerOf(index: number): Manner;
  /** From now on, those who said to be gone are back. */
  comeBack(): void;
}

const misbehaviours = 2;

/**
 * Starts them: each behaves in its manner to the first two requests, and takes what comes afterwards. Those who say to be
 * gone say so until they come back.
 */
export async function startUnrulyReceiver(): Promise<UnrulyReceiver> {
  const requests: UnrulyRequest[] = [];
  const counts = new Map<string, number>();
  let isGone = true;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", () => {});
    request.on("end", () => {
      const path = request.url ?? "";
      const count = (counts.get(path) ?? 0) + 1;
      counts.set(path, count);
      const manner = mannerOf(Number(path.split("/").at(-1)));
      const unruly = manner === "answers 410" ? isGone : count <= misbehaviours;
      const taken = !unruly || manner === "takes it" || manner === "sends megabytes";
      requests.push({ path, ...signedOf(request.headers), body: Buffer.concat(chunks).toString(), taken });
      if (unruly) answers[manner](response);
      else response.writeHead(204).end();
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
  return {
    requests,
    mannerOf,
    urlOf: (index) => `http://127.0.0.1:${address.port}/hook/${index}`,
    comeBack() {
      isGone = false;
    },
  };
}

function mannerOf(index: number): Manner {
  return manners[index % manners.length] ?? "takes it";
}

function signedOf(headers: IncomingHttpHeaders) {
  return {
    id: String(headers["webhook-id"]),
    timestamp: String(headers["webhook-timestamp"]),
    signature: String(headers["webhook-signature"]),
  };
}

const answers: Readonly<Record<Manner, (response: ServerResponse) => void>> = {
  "takes it": (response) => response.writeHead(204).end(),
  "times out": () => {},
  "answers 500": (response) => response.writeHead(500).end("later"),
  "answers 429": (response) => response.writeHead(429, { "retry-after": "3600" }).end(),
  "answers 410": (response) => response.writeHead(410).end(),
  "answers 301": (response) => response.writeHead(301, { location: "/elsewhere" }).end(),
  resets: (response) => response.socket?.resetAndDestroy(),
  drips: (response) => {
    response.socket?.write("HTTP/1.1 200 OK\r\nx-drip: ");
    const timer = setInterval(() => response.socket?.write("y"), 50);
    response.socket?.once("close", () => clearInterval(timer));
  },
  "sends megabytes": (response) => {
    response.writeHead(200);
    const block = Buffer.alloc(64 * 1_024, "x");
    let left = 32;
    const pour = () => {
      while (left-- > 0) if (!response.write(block)) return void response.once("drain", pour);
      response.end();
    };
    pour();
  },
};
