import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { ApiProblem } from "./api-problem.ts";
import { api, type Schemas, unwrap } from "./client.ts";

/** Who is signed in. */
export type Session = Schemas["Session"];

/** The session of this browser; null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await unwrap(api.GET("/v1/session"));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

/** Exchanges an API key for a session, whose cookie no script can read. */
export async function signIn(client: QueryClient, key: string): Promise<void> {
  const session = await unwrap(api.POST("/v1/session", { body: { key } }));
  client.setQueryData(sessionQuery.queryKey, session);
}

/** Ends the session and forgets everything that was loaded under it. */
export async function signOut(client: QueryClient): Promise<void> {
  await unwrap(api.DELETE("/v1/session"));
  client.setQueryData(sessionQuery.queryKey, null);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
}

/** The session inside pages that only somebody signed in can see. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error("a page for those who are signed in was shown to somebody else");
  return data;
}
