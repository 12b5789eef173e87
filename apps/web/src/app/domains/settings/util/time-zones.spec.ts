import { describe, expect, it } from 'vitest';
import { groupTimeZones } from './time-zones.ts';

describe('groupTimeZones', () => {
  it('groups by area, UTC last', () => {
    expect(groupTimeZones(['UTC', 'Europe/Paris', 'America/Argentina/Salta', 'America/New_York'])).toEqual([
      {
        name: 'America',
        zones: [
          { id: 'America/Argentina/Salta', label: 'Argentina, Salta' },
          { id: 'America/New_York', label: 'New York' },
        ],
      },
      { name: 'Europe', zones: [{ id: 'Europe/Paris', label: 'Paris' }] },
      { name: 'UTC', zones: [{ id: 'UTC', label: 'UTC' }] },
    ]);
  });
});
