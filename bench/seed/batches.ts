/** Two connections, since the machine that this is measured on has two cores. */
const workers = 2;

/** Does `work` on the numbers from 0 to `count` - 1, `size` after one another each time, a few at once; `worker` says which of them does it. */
export async function inBatches(
  count: number,
  size: number,
  work: (first: number, last: number, worker: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const workAs = async (worker: number): Promise<void> => {
    while (next < count) {
      const first = next;
      next += size;
      await work(first, Math.min(first + size, count) - 1, worker);
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => workAs(worker)));
}
