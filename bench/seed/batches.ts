/** Two connections, since the machine that this is measured on has two cores. */
const workers = 2;

/** Does `work` on the numbers from 0 to `count` - 1, `size` after one another each time, a few at once. */
export async function inBatches(
  count: number,
  size: number,
  work: (first: number, last: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const first = next;
      next += size;
      await work(first, Math.min(first + size, count) - 1);
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
