import { useQuery } from "@tanstack/react-query";
import { apiKeysQuery } from "../../api/accounts.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { KeyTable } from "./key-table.tsx";
import { MakeKey } from "./make-key.tsx";

/** The account's API keys. */
export function KeysView() {
  const { data, error, refetch } = useQuery(apiKeysQuery);
  return (
    <>
      <PageHead
        title="Keys"
        lead={
          <>
            For programs, and for signing in here. A key is shown once, when it is made; only its beginning is
            kept. What a program can do with it stands in <a href="/docs">the reference of the API</a>.
          </>
        }
        actions={<MakeKey />}
      />
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={3} tall />}
      {data !== undefined && <KeyTable keys={data.items} />}
    </>
  );
}
