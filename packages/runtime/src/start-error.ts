/** A mistake in how a process was set up. Its message alone tells the operator what to do, so it is shown without a stack. */
export class StartError extends Error {
  override name: string = "StartError";
}
