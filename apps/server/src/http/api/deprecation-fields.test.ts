import { expect, it } from 'vitest';
import { formatDeprecation } from './deprecation-fields.ts';

it('tells since when, until when, and what instead', () => {
  const fields = formatDeprecation({ since: '2027-01-31', sunset: '2028-01-31', successor: '/v1/boats' });
  expect(fields).toEqual([
    ['deprecation', '@1801353600'],
    ['sunset', 'Mon, 31 Jan 2028 00:00:00 GMT'],
    ['link', '</v1/boats>; rel="successor-version"'],
  ]);
  expect(formatDeprecation(undefined)).toEqual([]);
});
