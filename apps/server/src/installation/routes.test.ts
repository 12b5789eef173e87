import { describe, expect, it } from 'vitest';
import type { RegistrationMode } from '@smtpy/contract';
import type { Route } from '../api/index.ts';
import { installationFactRoutes } from './routes.ts';

const limits = { organizationsPerUser: 10, membersPerOrganization: 100, keysPerMember: 50 };

function ask(registration: RegistrationMode, hasAdministrator: boolean): Promise<unknown> {
  const [route] = installationFactRoutes({
    mode: 'production',
    installation: { load: () => Promise.resolve({ registration, ...limits, serviceDomain: 'mail.example' }) },
    accounts: { hasAdministrator: () => Promise.resolve(hasAdministrator) },
  }) as readonly [Route & { readonly handle: (call: object) => Promise<unknown> }];
  return route.handle({});
}

describe('what anybody may know of the installation', () => {
  it('is its mode, who may register, and whether it was set up: nothing else', async () => {
    expect(await ask('closed', true)).toEqual({
      name: 'SMTPy',
      mode: 'production',
      registration: 'closed',
      has_administrator: true,
    });
    expect(await ask('open', false)).toMatchObject({ registration: 'open', has_administrator: false });
  });
});
