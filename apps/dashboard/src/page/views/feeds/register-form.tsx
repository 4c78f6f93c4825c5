import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { ApiProblem } from "../../api/api-problem.ts";
import { api, unwrap } from "../../api/client.ts";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { describeError } from "../../parts/problem-note.tsx";

/** Registers a feed and goes to its page, where the first check can be watched. */
export function RegisterForm() {
  const client = useQueryClient();
  const [, go] = useLocation();
  const [url, setUrl] = useState("");
  const register = useMutation({
    mutationFn: (given: string) => unwrap(api.POST("/v1/feeds", { body: { url: given } })),
    onSuccess: (feed) => {
      client.setQueryData(["feed", feed.id], feed);
      void client.invalidateQueries({ queryKey: ["feeds"] });
      go(`/feeds/${feed.id}`);
    },
  });
  const { error } = register;
  const message =
    error instanceof ApiProblem ? (error.fieldError("url") ?? error.message) : error && describeError(error);
  return (
    <form
      className="register"
      onSubmit={(event) => {
        event.preventDefault();
        register.mutate(url.trim());
      }}
    >
      <Field
        label="Watch a feed"
        name="url"
        placeholder="https://example.org/feed.xml"
        hint="The address of the show's RSS feed."
        required
        value={url}
        onChange={setUrl}
        error={message ?? undefined}
      />
      <Button type="submit" look="primary" busy={register.isPending}>
        Watch it
      </Button>
    </form>
  );
}
