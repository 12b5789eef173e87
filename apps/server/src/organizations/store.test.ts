import { randomUUID } from 'node:crypto';
import { createManualClock, waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createOrganizationSettings, type OrganizationSettingsReader } from './index.ts';

let database: OpenTestDatabase;
/** As two processes have them; their clock stands still, so that nothing grows too old to be kept. */
let settings: OrganizationSettingsReader;
let others: OrganizationSettingsReader;
let jane: string;
let john: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  settings = await createOrganizationSettings({ db, clock: createManualClock() });
  others = await createOrganizationSettings({ db, clock: createManualClock() });
  jane = (await createOwner(db, 'jane')).organizationId;
  john = (await createOwner(db, 'john')).organizationId;
});
afterAll(async () => {
  await settings[Symbol.asyncDispose]();
  await others[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});
beforeEach(() => database.db.query({ text: 'truncate organization_settings' }));

const defaults = { privacyLevel: 'full', retentionDays: undefined, wantsDigest: true };

it('gives the defaults where nothing was set', async () => {
  expect(await settings.load(john)).toEqual(defaults);
  expect(await settings.load(randomUUID())).toEqual(defaults);
});

it('changes what is given and leaves the rest', async () => {
  const change = { organizationId: jane } as const;
  await settings.change({ ...change, retentionDays: 30 });
  expect(await settings.change({ ...change, privacyLevel: 'none' })).toEqual({
    kind: 'changed',
    settings: { privacyLevel: 'none', retentionDays: 30, wantsDigest: true },
  });
  await settings.change({ ...change, wantsDigest: false });
  expect(await settings.change({ ...change, retentionDays: null })).toEqual({
    kind: 'changed',
    settings: { privacyLevel: 'none', retentionDays: undefined, wantsDigest: false },
  });
});

it('is heard of by other processes', async () => {
  expect((await others.load(jane)).privacyLevel).toBe('full');
  await settings.change({ organizationId: jane, privacyLevel: 'domain' });
  await waitFor(async () => (await others.load(jane)).privacyLevel === 'domain', {
    what: 'the other process to hear of the change',
  });
});

it.each([0, 3_651, 1.5, Number.NaN])('refuses to keep mail for %d days', async (retentionDays) => {
  expect(await settings.change({ organizationId: jane, retentionDays })).toMatchObject({
    kind: 'invalid_retention',
  });
});

it.each([randomUUID(), 'jane'])('refuses an unknown organization %s', async (organizationId) => {
  expect(await settings.change({ organizationId, wantsDigest: false })).toMatchObject({
    kind: 'unknown_organization',
  });
});
