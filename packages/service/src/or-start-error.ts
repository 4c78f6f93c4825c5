import { ScopeClosedError, StartError } from "@earshot/runtime";

/**
 * What `open` gives; an error of it becomes a StartError, since what cannot be opened at the start is a matter of
 * set-up: its message is shown without a stack, and says what to do.
 */
export async function orStartError<T>(open: () => Promise<T> | T): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof StartError || error instanceof ScopeClosedError) throw error;
    throw new StartError(describe(error), { cause: error });
  }
}

/** The message, with that of the cause where it says more. An AggregateError of a refused connection has none itself. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(describe).join("; ");
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${describe(error.cause)})` : "";
  return error.message.includes(cause.slice(2, -1)) ? error.message : `${error.message}${cause}`;
}
