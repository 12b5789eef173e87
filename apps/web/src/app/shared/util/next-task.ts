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
