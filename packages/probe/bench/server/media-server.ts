import { createServer } from "node:https";
import { makeAuthority } from "@earshot/podcast-host";

/**
 * The server of the probe's bench, in a process of its own: TLS 1.3, an ECDSA leaf below an intermediate, and one
 * answer prepared in advance, so that as little as possible of the time measured is the server's.
 */
const names = ["a.test", "b.test", "c.test"];
const root = await makeAuthority();
const intermediate = await root.issueIntermediate();
const { chainPem, keyPem } = await intermediate.issue({ names });
const body = Buffer.alloc(4_096);
for (let offset = 0; offset + 417 <= body.length; offset += 417) body.writeUInt32BE(0xfffb9064, offset);
const fileHead = {
  "content-range": "bytes 0-4095/30000000",
  "content-length": 4_096,
  "content-type": "audio/mpeg",
};

const server = createServer({ cert: chainPem, key: keyPem, sessionTimeout: 1 }, (request, response) => {
  if (request.url === "/r1")
    response.writeHead(302, { location: "https://b.test/r2", "content-length": 0 }).end();
  else if (request.url === "/r2")
    response.writeHead(302, { location: "https://c.test/no-tag.mp3", "content-length": 0 }).end();
  else response.writeHead(206, fileHead).end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ port, ca: root.rootPem })}\n`);
});
process.on("disconnect", () => process.exit(0));
