import type { ReactNode } from "react";
import { CodeLine } from "./code-line.tsx";

/** Nothing is here yet: what would be, and how to get there, from here or from a shell. */
export interface EmptyStateProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly command?: string;
  readonly action?: ReactNode;
}

/** An empty place that teaches. */
export function EmptyState({ title, children, command, action }: EmptyStateProps) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
      {command !== undefined && <CodeLine text={command} label="command" />}
    </div>
  );
}

/** The curl line of a call to this very API. */
export function curlLine(method: "GET" | "POST", path: string, body?: object): string {
  const auth = `-H "Authorization: Bearer $KEY"`;
  const url = `${window.location.origin}${path}`;
  if (body === undefined) return `curl ${method === "GET" ? "" : `-X ${method} `}${auth} ${url}`;
  return `curl ${auth} -H "Content-Type: application/json" -d '${JSON.stringify(body)}' ${url}`;
}
