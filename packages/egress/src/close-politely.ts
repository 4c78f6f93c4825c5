import type { Socket } from "node:net";

const patienceMs = 1_000;

/**
 * Closes a connection that carried no request the way a finished client does, so that a check does not show up in a
 * server's log as a broken handshake; destroys it when the server does not close in turn.
 */
export function closePolitely(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), patienceMs).unref();
  socket.once("close", () => clearTimeout(timer));
  socket.resume();
  socket.end();
}
