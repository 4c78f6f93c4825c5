import { describeEnv } from "./read-env.ts";

const introduction = `# Every environment variable of Earshot with its default. All are optional for \`earshot serve\`.
# Durations carry a unit (500ms, 2s, 1m, 6h, 30d); lists are separated by commas; an empty value counts as unset.
`;

/** The text of \`.env.example\`: each variable with its meaning and default, commented out. */
export function renderEnvExample(): string {
  const entries = describeEnv().map(
    ({ name, default: text, meaning }) => `# ${meaning}\n# ${name}=${text ?? ""}\n`,
  );
  return [introduction, ...entries].join("\n");
}
