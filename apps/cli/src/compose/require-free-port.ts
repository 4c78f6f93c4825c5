import { once } from "node:events";
import { createServer } from "node:net";
import { buildListenError, type ListenAddress } from "@earshot/runtime";

/**
 * Listens where the API is to listen later, and stops at once: a port that is taken is told before a database has been
 * started and migrated for nothing. Throws a StartError that says what to do.
 */
export async function requireFreePort({ host, port }: ListenAddress): Promise<void> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, "listening");
  } catch (error) {
    throw buildListenError(error, { host, port });
  }
  server.close();
  await once(server, "close");
}
