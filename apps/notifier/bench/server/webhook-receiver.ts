import { createServer } from "node:http";

// A program of its own, so that its processor time is not the notifier's: answers 204, and tells its parent when as
// many different notices have come as it was asked to wait for.
let wanted = Number.POSITIVE_INFINITY;
let requests = 0;
let seen = new Set<string>();

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    requests += 1;
    seen.add(String(request.headers["webhook-id"]));
    response.writeHead(204).end();
    if (seen.size < wanted) return;
    wanted = Number.POSITIVE_INFINITY;
    process.send?.({ lastAtMs: Date.now(), requests });
  });
});
// Connections of a loop that rests between two rounds are kept.
server.keepAliveTimeout = 120_000;
process.on("message", ({ count }: { count: number }) => {
  wanted = count;
  requests = 0;
  seen = new Set();
});
process.on("disconnect", () => process.exit());
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") process.send?.({ port: address?.port });
});
