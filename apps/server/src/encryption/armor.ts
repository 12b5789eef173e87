const begin = '-----BEGIN PGP MESSAGE-----\r\n\r\n';
const end = '-----END PGP MESSAGE-----\r\n';

/** RFC 9580 §6.2: lines of at most 76 characters, which are 57 octets. */
const octetsPerLine = 57;
const eachLine = /.{1,76}/gu;

/**
 * ASCII armour of a message (RFC 9580 §6.2), made while the octets pass. It has the checksum of §6.1, which programs of the time of
 * RFC 4880 look for and no other minds.
 */
export async function* armorMessage(octets: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  yield Buffer.from(begin);
  let crc = crcStart;
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of octets) {
    crc = updateCrc24(crc, piece);
    const known = held.length === 0 ? piece : Buffer.concat([held, piece]);
    const whole = known.length - (known.length % octetsPerLine);
    held = known.subarray(whole);
    if (whole > 0) yield formatLines(known.subarray(0, whole));
  }
  const sum = Buffer.from([crc >> 16, crc >> 8, crc]).toString('base64');
  yield Buffer.concat([formatLines(held), Buffer.from(`=${sum}\r\n${end}`)]);
}

function formatLines(octets: Buffer): Buffer {
  return Buffer.from(octets.toString('base64').replaceAll(eachLine, '$&\r\n'), 'latin1');
}

/** RFC 9580 §6.1.1. */
const crcStart = 0xb704ce;
const crcPolynomial = 0x1864cfb;

const crcTable = Int32Array.from({ length: 256 }, (_, index) => {
  let crc = index << 16;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ ((crc & 0x800000) === 0 ? 0 : crcPolynomial);
  return crc & 0xffffff;
});

function updateCrc24(start: number, octets: Buffer): number {
  let crc = start;
  // NOTE: by index; the iterator of a Buffer costs several times as much, and this runs over every octet.
  for (let at = 0; at < octets.length; at += 1)
    crc = ((crc << 8) ^ (crcTable[((crc >> 16) ^ (octets[at] ?? 0)) & 0xff] ?? 0)) & 0xffffff;
  return crc;
}
