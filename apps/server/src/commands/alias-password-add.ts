import { formatAddress } from '@smtpy/mail';
import type { Config } from '../config/index.ts';
import { appPasswordJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findAlias } from './owner.ts';
import { formatFacts } from './table-text.ts';

/** Makes a password for sending as an alias. */
export const aliasPasswordAdd = defineDatabaseCommand({
  name: 'alias password add',
  summary: 'Make a password with which a mail program sends as an alias',
  details:
    'The password is printed once and kept as a hash. It is for this alias alone: with it a program can send as this address, read ' +
    'nothing, and use no other address. Give each program a password of its own, so that one can be revoked when a device is lost.',
  operands: [{ name: 'LOCAL@DOMAIN', text: 'the alias' }],
  options: {
    name: { kind: 'text', placeholder: 'NAME', isRequired: true, text: 'what the password is for: phone' },
  },
  examples: ['smtpy alias password add shop@example.com --name phone'],
  run: async (installation, { operands: [address = ''], options: { name } }) => {
    const found = await findAlias(installation, address);
    if (found.kind === 'refused') return found;
    const { id: aliasId, organizationId, address: aliasAddress } = found.value;
    const result = await installation.appPasswords.add({ organizationId, aliasId, name });
    if (result.kind !== 'added') return { kind: 'refused', reason: result.reason };
    const { config } = installation;
    const { password, appPassword } = result;
    const user = formatAddress(aliasAddress);
    return {
      kind: 'done',
      text: describe({ config, user, password }),
      data: {
        ...appPasswordJson(appPassword),
        password,
        user_name: user,
        server: config.hostname,
        starttls_port: config.smtp.submissionPort ?? null,
        tls_port: config.smtp.submissionsPort ?? null,
      },
    };
  },
});

/** What to enter in a mail program, with the port it should try first. */
function describe({
  config: { hostname, smtp },
  user,
  password,
}: {
  readonly config: Config;
  readonly user: string;
  readonly password: string;
}): string {
  const { submissionPort, submissionsPort } = smtp;
  const settings = formatFacts([
    ['password', password],
    ['user name', user],
    ['server', `${hostname} (outgoing mail, SMTP)`],
    ['port', submissionsPort === undefined ? undefined : `${written(submissionsPort)} with TLS (SSL)`],
    ['port', submissionPort === undefined ? undefined : `${written(submissionPort)} with STARTTLS`],
  ]);
  const isClosed = submissionPort === undefined && submissionsPort === undefined;
  const note = isClosed
    ? 'This configuration opens no port for mail programs: give SMTPY_SUBMISSIONS_PORT=465 or SMTPY_SUBMISSION_PORT=587.'
    : 'The password is shown this once.';
  return `${settings}\n\n${note}`;
}

function written(port: number): string {
  return port === 0 ? 'as the ready line of the server says,' : String(port);
}
