import { buildListenError } from "@earshot/runtime";
import type { ApiDeps } from "./api-deps.ts";
import { buildApi } from "./build-api.ts";

/** Where the API listens. */
export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

/** A listening API. */
export interface RunningApi {
  readonly url: string;
  readonly port: number;
  /** Ends open event streams, lets running requests finish, and stops listening. */
  close(): Promise<void>;
}

/**
 * Builds the API and listens.
 * @throws StartError when the port is taken or not allowed.
 */
export async function startApi(deps: ApiDeps, listen: ListenOptions): Promise<RunningApi> {
  const app = await buildApi(deps);
  try {
    await app.listen({ host: listen.host, port: listen.port });
  } catch (error) {
    await app.close();
    throw buildListenError(error, listen);
  }
  const address = app.server.address();
  const port = typeof address === "object" && address !== null ? address.port : listen.port;
  const host = listen.host.includes(":") ? `[${listen.host}]` : listen.host;
  return { url: `http://${host}:${port}`, port, close: () => app.close() };
}
