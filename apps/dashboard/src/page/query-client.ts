import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./api/api-problem.ts";
import { sessionQuery } from "./api/session.ts";

const retriesMax = 2;

/** What is loaded, kept for as long as it is fresh. An answer that nobody is signed in leads back to the sign-in. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiProblem && error.status === 401) client.setQueryData(sessionQuery.queryKey, null);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 5_000, retry: shouldRetry, refetchOnWindowFocus: true },
    },
  });
  return client;
}

/** What the server refused it will refuse again; a server that was away may be back. */
function shouldRetry(failures: number, error: unknown): boolean {
  const isRefused = error instanceof ApiProblem && error.status >= 400 && error.status < 500;
  return !isRefused && failures < retriesMax;
}
