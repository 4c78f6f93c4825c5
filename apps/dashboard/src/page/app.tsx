import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { sessionQuery } from "./api/session.ts";
import { PageErrors } from "./page-errors.tsx";
import { ProblemNote } from "./parts/problem-note.tsx";
import { Toasts } from "./parts/toasts.tsx";
import { createQueryClient } from "./query-client.ts";
import { Shell } from "./shell/shell.tsx";
import { SignIn } from "./views/sign-in.tsx";

const client = createQueryClient();

/** Everything: whoever is signed in sees the pages, everybody else the sign-in. */
export function App() {
  return (
    // The page's policy allows no style elements, so components must not bring any.
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <PageErrors>
          <Gate />
        </PageErrors>
        <Toasts />
      </QueryClientProvider>
    </CSPProvider>
  );
}

function Gate() {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery);
  if (isPending) return <div className="blank" role="status" aria-label="Loading" />;
  if (session === undefined)
    return (
      <main className="lone">
        <ProblemNote error={error} retry={() => void refetch()} />
      </main>
    );
  return session === null ? <SignIn /> : <Shell />;
}
