import { installationFactOperations } from '@smtpy/contract';
import { route, type Route } from '../api/index.ts';
import type { Installation } from './installation.ts';

/** What the routes need. */
export interface InstallationFactRoutesDependencies {
  readonly mode: 'sandbox' | 'production';
  readonly installation: Pick<Installation, 'load'>;
  readonly accounts: { hasAdministrator(): Promise<boolean> };
}

/** What anybody may ask of the installation. */
export function installationFactRoutes({
  mode,
  installation,
  accounts,
}: InstallationFactRoutesDependencies): readonly Route[] {
  return [
    route(installationFactOperations.getInstallation, async () => {
      const { registration } = await installation.load();
      return { name: 'SMTPy', mode, registration, has_administrator: await accounts.hasAdministrator() };
    }),
  ];
}
