import { Agent, request } from "undici";

/** What the notifier is held against: a loop of POSTs and nothing else. */
export interface RawLoop {
  /** Posts so many bodies, and gives the processor time of one in microseconds. */
  post(count: number): Promise<number>;
  close(): Promise<void>;
}

const concurrency = 64;

/** Opens the loop over these URLs, in turn, on as many pooled connections as the notifier may have to one origin. */
export function openRawLoop(urls: readonly string[], body: string): RawLoop {
  const dispatcher = new Agent({ connections: concurrency, allowH2: false });
  let sent = 0;
  async function postOne(): Promise<void> {
    const number = sent++;
    const headers = {
      "content-type": "application/json",
      "webhook-id": `raw-${number}`,
      "webhook-timestamp": "1653955201",
      "webhook-signature": "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    };
    const answer = await request(urls[number % urls.length] ?? "", {
      dispatcher,
      method: "POST",
      headers,
      body,
    });
    await answer.body.dump();
  }
  return {
    async post(count) {
      const endsAt = sent + count;
      const before = process.cpuUsage();
      const worker = async () => {
        while (sent < endsAt) await postOne();
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
      const { user, system } = process.cpuUsage(before);
      return (user + system) / count;
    },
    close: () => dispatcher.close(),
  };
}
