import { accessSync, constants } from 'node:fs';
import type { Problem } from './problem.ts';
import type { Mode } from './setting.ts';
import { settings, type Values } from './settings.ts';

/** What a rule looks at. Values of faulty settings are absent or their default. */
export interface Situation {
  readonly mode: Mode;
  readonly values: Values;
  /** Whether the setting was given, well-formed or not. */
  readonly isGiven: (name: string) => boolean;
}

/** One rule about several settings together. */
export type Rule = (situation: Situation) => readonly Problem[];

/** Every rule; all are always asked. */
export const rules: readonly Rule[] = [
  publicUrlIsEncrypted,
  certificateHasItsKey,
  certificateIsReadable,
  portsDiffer,
  secretKeyIsNotTheExample,
  perAddressFitsTotal,
  perDestinationFitsTotal,
];

function publicUrlIsEncrypted({ mode, values }: Situation): readonly Problem[] {
  const { publicUrl } = values;
  if (mode !== 'production' || publicUrl === undefined || publicUrl.startsWith('https:')) return [];
  const { hostname } = new URL(publicUrl);
  if (hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')) return [];
  return [
    {
      name: settings.publicUrl.name,
      value: publicUrl,
      reason: 'Passwords would cross the network unencrypted',
      hint: 'Begin it with https:// and put a TLS proxy before the HTTP port.',
    },
  ];
}

function certificateHasItsKey({ isGiven }: Situation): readonly Problem[] {
  const [cert, key] = [settings.tlsCertFile.name, settings.tlsKeyFile.name];
  if (isGiven(cert) === isGiven(key)) return [];
  const [present, missing] = isGiven(cert) ? [cert, key] : [key, cert];
  return [
    {
      name: missing,
      value: undefined,
      reason: `${present} is given without it`,
      hint: 'Give both or neither.',
    },
  ];
}

function certificateIsReadable({ values }: Situation): readonly Problem[] {
  const files = [
    [settings.tlsCertFile.name, values.tlsCertFile],
    [settings.tlsKeyFile.name, values.tlsKeyFile],
  ] as const;
  return files.flatMap(([name, value]) => {
    const reason = value === undefined ? undefined : unreadable(value);
    return reason === undefined
      ? []
      : [{ name, value, reason, hint: 'Name a PEM file that this user may read.' }];
  });
}

function unreadable(file: string): string | undefined {
  try {
    accessSync(file, constants.R_OK);
    return undefined;
  } catch (error) {
    // Expected: ENOENT and EACCES; whatever else it is, the file cannot be used.
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing ? 'There is no such file' : 'The file cannot be read';
  }
}

function portsDiffer({ values }: Situation): readonly Problem[] {
  const ports = [
    [settings.httpPort.name, values.httpPort],
    [settings.smtpPort.name, values.smtpPort],
    [settings.submissionPort.name, values.submissionPort],
    [settings.submissionsPort.name, values.submissionsPort],
    [settings.metricsPort.name, values.metricsPort],
  ] as const;
  return ports.flatMap(([name, port], index) => {
    const [earlier] =
      ports.slice(0, index).find(([, other]) => port !== 0 && port !== undefined && other === port) ?? [];
    if (earlier === undefined) return [];
    return [
      {
        name,
        value: String(port),
        reason: `${earlier} is the same port`,
        hint: 'Give each listener a port of its own.',
      },
    ];
  });
}

function secretKeyIsNotTheExample({ values }: Situation): readonly Problem[] {
  const { name, example } = settings.secretKey;
  if (values.secretKey?.reveal() !== example) return [];
  const reason = 'It is the example of the manual, which everybody knows';
  return [{ name, value: '***', reason, hint: 'Make a key of your own: openssl rand -base64 32' }];
}

function perAddressFitsTotal(situation: Situation): readonly Problem[] {
  const { maxConnectionsPerAddress, maxConnections } = situation.values;
  return fits(situation, {
    part: [settings.maxConnectionsPerAddress.name, maxConnectionsPerAddress],
    whole: [settings.maxConnections.name, maxConnections],
  });
}

function perDestinationFitsTotal(situation: Situation): readonly Problem[] {
  const { deliveryConcurrencyPerDestination, deliveryConcurrency } = situation.values;
  return fits(situation, {
    part: [settings.deliveryConcurrencyPerDestination.name, deliveryConcurrencyPerDestination],
    whole: [settings.deliveryConcurrency.name, deliveryConcurrency],
  });
}

type Limit = readonly [name: string, value: number];

/** A part that was not given does no harm: the whole is reached first. */
function fits(
  { isGiven }: Situation,
  { part, whole }: { readonly part: Limit; readonly whole: Limit },
): readonly Problem[] {
  if (!isGiven(part[0]) || part[1] <= whole[1]) return [];
  return [
    {
      name: part[0],
      value: String(part[1]),
      reason: `It is more than ${whole[0]}, which is ${String(whole[1])}`,
      hint: `Lower it, or raise ${whole[0]}.`,
    },
  ];
}
