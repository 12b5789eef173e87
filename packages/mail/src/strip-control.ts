// General categories of Unicode: Cc is C0, DEL and C1; Cs matches only surrogates without a partner under the flag `u`.
const controlsAndLoneSurrogates = /[\p{Cc}\p{Cs}]/gu;

/**
 * Removes control characters (C0 with NUL, CR, LF and tab; DEL; C1) and lone surrogates. For any text of a peer that goes to a
 * log, a terminal, or PostgreSQL, whose text and jsonb refuse NUL and lone surrogates.
 */
export function stripControl(text: string): string {
  return text.replace(controlsAndLoneSurrogates, '');
}
