import { describe, expect, it } from 'vitest';
import { countLines, readHeadings } from './csv-heading.ts';

describe('readHeadings', () => {
  it('knows the columns of the export', () => {
    expect(readHeadings('\uFEFFaddress,mailboxes,counter\na@b.example,,3')).toEqual([
      { name: 'address', column: 'address' },
      { name: 'mailboxes', column: 'mailboxes' },
      { name: 'counter', column: undefined },
    ]);
  });
  it('knows those of others, with semicolons, tabs, quotation marks and any case', () => {
    expect(readHeadings('"Alias";"Enabled"').map(({ column }) => column)).toEqual(['address', 'is_enabled']);
    expect(readHeadings('email\tdescription').map(({ column }) => column)).toEqual(['address', 'note']);
  });
  it('reads the first of two columns for the same thing', () => {
    expect(readHeadings('address,email').map(({ column }) => column)).toEqual(['address', undefined]);
  });
  it('is not fooled by names of built-in properties', () => {
    expect(readHeadings('constructor,toString').map(({ column }) => column)).toEqual([undefined, undefined]);
  });
});

describe('countLines', () => {
  it('leaves out the heading and empty lines', () => {
    expect(countLines('address\r\na@b.example\r\n\r\nc@d.example\r\n')).toBe(2);
    expect(countLines('')).toBe(0);
  });
});
