import createClient from "openapi-fetch";
import { ApiProblem } from "./api-problem.ts";
import type { components, paths } from "./api-types.ts";

export type { paths };

/** The named schemas of the API's document. */
export type Schemas = components["schemas"];

/** The API, typed by its own document. The session's cookie goes along by itself. */
export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });

interface Answer<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** What an answer holds. @throws ApiProblem when it is a problem, with the sentence that the API gave. */
export async function unwrap<Data>(asked: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await asked.catch((cause: unknown) => {
    throw new ApiProblem(
      { status: 0, detail: "Earshot cannot be reached. Is it running?", errors: [] },
      cause,
    );
  });
  if (!response.ok) throw ApiProblem.of(response.status, error);
  // An answer without a body has the type undefined in the document too.
  return data as Data;
}
