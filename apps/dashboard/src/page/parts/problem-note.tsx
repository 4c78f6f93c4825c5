import { CircleAlert } from "lucide-react";
import { ApiProblem } from "../api/api-problem.ts";
import { Button } from "./button.tsx";

/** What did not work and what to do about it, in the sentence that the API gave. */
export function ProblemNote({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  return (
    <div className="problem" role="alert">
      <CircleAlert size={18} aria-hidden="true" />
      <p>{describeError(error)}</p>
      {retry && (
        <Button size="sm" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** The sentence for an error; one that no answer explained is our own. */
export function describeError(error: unknown): string {
  if (error instanceof ApiProblem) return error.message;
  return "Something went wrong on this page. Load it again; if it stays, tell whoever runs Earshot.";
}
