/** A path with the parameters after it, as in MAIL and RCPT (RFC 5321 §4.1.1.2, §4.1.1.3). */
export interface PathArgument {
  /** Without angle brackets. */
  readonly path: string;
  readonly parameters: readonly string[];
}

/** The verb of a command line in upper case, and the rest of the line. */
export function parseCommand(line: string): { readonly verb: string; readonly argument: string } {
  const [, verb = '', argument = ''] = /^(\S*)\s*(.*)$/s.exec(line) ?? [];
  return { verb: verb.toUpperCase(), argument };
}

/** The path of `FROM:<…>` or `TO:<…>`, or `undefined` when the argument is none. */
export function parsePath(argument: string, keyword: 'FROM' | 'TO'): PathArgument | undefined {
  const match = /^(FROM|TO):<((?:"(?:\\.|[^"\\])*"|[^<>"])*)>(?: (.*))?$/is.exec(argument);
  if (match?.[1]?.toUpperCase() !== keyword) return undefined;
  return { path: match[2] ?? '', parameters: (match[3] ?? '').split(' ').filter((one) => one !== '') };
}

/** The EHLO keyword a client must have been offered to use a parameter of MAIL. */
const extensionOfParameter: Readonly<Record<string, string>> = {
  SIZE: 'SIZE',
  BODY: '8BITMIME',
  SMTPUTF8: 'SMTPUTF8',
  AUTH: 'AUTH',
  RET: 'DSN',
  ENVID: 'DSN',
  REQUIRETLS: 'REQUIRETLS',
};

/** The first parameter that belongs to no advertised extension (RFC 5321 §4.1.1.11). */
export function findUnadvertised(
  parameters: readonly string[],
  advertised: readonly string[],
): string | undefined {
  return parameters.find((parameter) => {
    const keyword = parameter.split('=')[0]?.toUpperCase() ?? '';
    const extension = extensionOfParameter[keyword];
    return extension === undefined || !advertised.includes(extension);
  });
}
