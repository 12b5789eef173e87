/** Resolves in a task of its own: between two tasks the browser paints, and takes what was pressed. Hidden pages wait no longer than others. */
export function nextTask(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resolve(undefined);
  };
  port2.postMessage(undefined);
  return promise;
}

/** A hidden page paints nothing: this long it is waited for, milliseconds. */
const longestFrameMs = 100;

/** Resolves when what was drawn until now is seen: in a task after the frame that follows the one with it. */
export async function nextPaint(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, longestFrameMs, undefined);
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)));
  await promise;
  clearTimeout(timer);
  await nextTask();
}
