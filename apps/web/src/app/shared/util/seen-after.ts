/**
 * Calls after this time, or, while the page is hidden, as soon as it is seen again: what nobody looks at asks the server nothing. Gives a function that
 * takes it back.
 */
export function seenAfter(delayMs: number, call: () => void): () => void {
  const run = (): void => {
    if (document.visibilityState !== 'visible') return;
    document.removeEventListener('visibilitychange', run);
    call();
  };
  const timer = setTimeout(() => {
    document.addEventListener('visibilitychange', run);
    run();
  }, delayMs);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', run);
  };
}
