const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const bitsPerDigit = 5;
const bitsPerByte = 8;

/** RFC 4648 §6 in lower case without padding. */
export function encodeBase32(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let bitCount = 0;
  for (const byte of bytes) {
    bits = (bits << bitsPerByte) | byte;
    bitCount += bitsPerByte;
    while (bitCount >= bitsPerDigit) {
      bitCount -= bitsPerDigit;
      text += alphabet.charAt((bits >> bitCount) & 0x1f);
    }
    bits &= (1 << bitCount) - 1;
  }
  return bitCount === 0 ? text : text + alphabet.charAt((bits << (bitsPerDigit - bitCount)) & 0x1f);
}

/** Reads upper and lower case. Undefined for other characters, and when the unused bits of the last one are not zero (RFC 4648 §3.5). */
export function decodeBase32(text: string): Buffer | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let bitCount = 0;
  for (const character of text.toLowerCase()) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return undefined;
    bits = (bits << bitsPerDigit) | digit;
    bitCount += bitsPerDigit;
    if (bitCount < bitsPerByte) continue;
    bitCount -= bitsPerByte;
    bytes.push(bits >> bitCount);
    bits &= (1 << bitCount) - 1;
  }
  return bits === 0 && bitCount < bitsPerDigit ? Buffer.from(bytes) : undefined;
}
