import { formatAddress, parseHeaderBlock } from '@smtpy/mail';
import { describe, expect, it } from 'vitest';
import { listPeople } from './people.ts';

function people(text: string): readonly string[] {
  return listPeople(parseHeaderBlock(Buffer.from(`${text}\r\n\r\n`, 'latin1'))).map(
    ({ address, phrase }) => `${phrase.toString('latin1')} <${formatAddress(address)}>`,
  );
}

describe('listPeople', () => {
  it('reads To and Cc, each address once', () => {
    const header =
      'To: Ann <a@x.example>, G: b@x.example;\r\nBcc: c@x.example\r\nCC: A@X.example, nobody, D\xf8 <d@x.example>';
    expect(people(header)).toEqual(['Ann <a@x.example>', ' <b@x.example>', 'D\xf8 <d@x.example>']);
  });

  it('ends at 200', () => {
    const many = Array.from({ length: 300 }, (_, index) => `u${String(index)}@x.example`);
    expect(people(`To: ${many.join(',\r\n ')}`)).toHaveLength(200);
  });
});
