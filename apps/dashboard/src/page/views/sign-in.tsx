import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiProblem } from "../api/api-problem.ts";
import { signIn } from "../api/session.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { ProblemNote } from "../parts/problem-note.tsx";
import { Logo } from "../shell/logo.tsx";
import { ThemeToggle } from "../shell/theme-toggle.tsx";

/** Asks for an API key, which is exchanged for a session and then forgotten. */
export function SignIn() {
  const client = useQueryClient();
  const [key, setKey] = useState("");
  const enter = useMutation({ mutationFn: (given: string) => signIn(client, given) });
  const fieldError =
    enter.error instanceof ApiProblem && enter.error.status < 500 && enter.error.status >= 400
      ? enter.error.message
      : undefined;
  useEffect(() => {
    document.title = "Sign in · Earshot";
  }, []);
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="sign-in-head">
          <Logo />
          <ThemeToggle />
        </div>
        <h1>Sign in</h1>
        <p className="soft">
          With an API key of your account. It is exchanged for a session and not kept here.
        </p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            enter.mutate(key);
          }}
        >
          <Field
            label="API key"
            name="key"
            type="password"
            autoComplete="current-password"
            autoFocus
            required
            value={key}
            onChange={setKey}
            error={fieldError}
          />
          {enter.error !== null && fieldError === undefined && <ProblemNote error={enter.error} />}
          <Button type="submit" look="primary" busy={enter.isPending}>
            Sign in
          </Button>
        </form>
        <p className="soft small">
          Nobody gave you one? <code>npx -y pnpm start</code> prints the first key when it starts, and keeps
          it in <code>.earshot/bootstrap-key</code>. Keys for others are made under Keys and Publishers.
        </p>
      </div>
    </main>
  );
}
