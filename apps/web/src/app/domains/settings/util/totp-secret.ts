/** The secret of an `otpauth:` URI in groups of four, to be typed where no picture can be taken. Empty: there is none in it. */
export function secretOf(uri: string): string {
  const secret = /[?&]secret=([^&]+)/u.exec(uri)?.[1] ?? '';
  return secret.replaceAll(/.{4}(?=.)/gu, '$& ');
}

/** The dark squares of a QR code as a path, one unit each. */
export function pathOfSquares(squares: readonly (readonly boolean[])[]): string {
  return squares
    .flatMap((row, y) =>
      row
        .map((isDark, x) => (isDark ? `M${String(x)} ${String(y)}h1v1h-1z` : ''))
        .filter((part) => part !== ''),
    )
    .join('');
}
