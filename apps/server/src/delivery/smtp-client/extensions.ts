/** What a host offers in its answer to EHLO. */
export interface Extensions {
  readonly hasStartTls: boolean;
  /** RFC 2920. */
  readonly hasPipelining: boolean;
  /** RFC 6152. */
  readonly hasEightBitMime: boolean;
  /** RFC 6531. */
  readonly hasSmtpUtf8: boolean;
  /** RFC 1870; `limitBytes` is absent when the host names none. */
  readonly size: { readonly limitBytes: number | undefined } | undefined;
  /** RFC 4954, upper case. */
  readonly authMechanisms: readonly string[];
}

/** A host that knows HELO only. */
export const withoutExtensions: Extensions = {
  hasStartTls: false,
  hasPipelining: false,
  hasEightBitMime: false,
  hasSmtpUtf8: false,
  size: undefined,
  authMechanisms: [],
};

/** Reads the text of the reply to EHLO: the first line is a greeting, each other names one extension (RFC 5321 §4.1.1.1). */
export function parseExtensions(replyText: string): Extensions {
  const [, ...lines] = replyText.split('\n');
  const offered = new Map(
    lines.map((line) => {
      // Some hosts write AUTH=LOGIN, the form of before RFC 4954.
      const [keyword = '', ...parameters] = line
        .trim()
        .toUpperCase()
        .split(/[\s=]+/);
      return [keyword, parameters] as const;
    }),
  );
  return {
    hasStartTls: offered.has('STARTTLS'),
    hasPipelining: offered.has('PIPELINING'),
    hasEightBitMime: offered.has('8BITMIME'),
    hasSmtpUtf8: offered.has('SMTPUTF8'),
    size: parseSize(offered.get('SIZE')),
    authMechanisms: offered.get('AUTH') ?? [],
  };
}

function parseSize(parameters: readonly string[] | undefined): Extensions['size'] {
  if (parameters === undefined) return undefined;
  const limitBytes = Number.parseInt(parameters[0] ?? '', 10);
  // RFC 1870 §4: zero means that there is no fixed limit.
  return { limitBytes: limitBytes > 0 ? limitBytes : undefined };
}
