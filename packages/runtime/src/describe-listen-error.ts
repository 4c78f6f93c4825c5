import { StartError } from "./start-error.ts";

/** Where a server was to listen. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** One sentence on why a server could not listen and what to do, or undefined when the error is no such failure. */
export function describeListenError(error: unknown, address: ListenAddress): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const where = `${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`;
  switch (code) {
    case "EADDRINUSE":
      return `Cannot listen on ${where}: another program already does. Stop it, or set PORT to a free port.`;
    case "EACCES":
      return `Cannot listen on ${where}: this user may not use that port. Set PORT to 1024 or above.`;
    case "EADDRNOTAVAIL":
      return `Cannot listen on ${where}: this machine has no such address. Set HOST to one of its own, such as 127.0.0.1.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `Cannot listen on ${where}: that name has no address. Set HOST to an IP address of this machine.`;
    default:
      return undefined;
  }
}

/** The error to throw when listening failed: a StartError with a clear sentence where there is one, else the error as it came. */
export function buildListenError(error: unknown, address: ListenAddress): unknown {
  const sentence = describeListenError(error, address);
  return sentence === undefined ? error : new StartError(sentence, { cause: error });
}
