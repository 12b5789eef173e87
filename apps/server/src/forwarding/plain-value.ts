const lineEndsAndNul = /[\r\n\0]/g;

/** A value as it may stand in a new field: what is neither a fold nor text becomes a space. */
export function withoutLineEnds(value: Buffer): Buffer {
  return Buffer.from(value.toString('latin1').replace(lineEndsAndNul, ' '), 'latin1');
}
