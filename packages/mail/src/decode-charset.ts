/** Text out of octets; as UTF-8 with replacement characters where the charset is not given or nobody knows it. */
export function decodeCharset(bytes: Buffer, charset: string | undefined): string {
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(bytes);
  } catch {
    // RangeError: a charset nobody knows.
    return new TextDecoder().decode(bytes);
  }
}
