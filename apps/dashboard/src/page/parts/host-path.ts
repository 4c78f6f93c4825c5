/** A host by name and port, as URLs and evidence name it. */
export interface HostName {
  readonly hostname: string;
  readonly port: number;
}

const httpsPort = 443;

/** A host as people write it: the port only where it is not the usual one. */
export function nameHost({ hostname, port }: HostName): string {
  return port === httpsPort ? hostname : `${hostname}:${port}`;
}

/** The path of a host's page. */
export function hostPath(host: HostName): string {
  return `/hosts/${encodeURIComponent(nameHost(host))}`;
}

/** Reads the name in the path of a host's page; an IPv6 address stands in brackets, as in URLs. */
export function parseHostName(name: string): HostName {
  const [, hostname = name, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(name) ?? [];
  return { hostname, port: port === undefined ? httpsPort : Number(port) };
}
