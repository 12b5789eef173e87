import { describe, expect, it } from 'vitest';
import { renderReplies } from './mail-path.ts';
import { findCitations } from './standards.ts';

describe('findCitations', () => {
  it.each([
    ['// RFC 5321 §4.5.3.1.8: as long as that.', [{ rfc: 5321, sections: ['§4.5.3.1.8'] }]],
    [
      '/** (RFC 5321 §4.2 and §4.5.3.1.10), RFC 2034 */',
      [
        { rfc: 5321, sections: ['§4.2', '§4.5.3.1.10'] },
        { rfc: 2034, sections: [] },
      ],
    ],
    [
      ' * RFC 5322 §2.2, §3.2 to §3.6 and §10.1.',
      [{ rfc: 5322, sections: ['§2.2', '§3.2', '§3.6', '§10.1'] }],
    ],
    [' * a line with RFC 5321\n *   §4.4 and\n *   §6.3', [{ rfc: 5321, sections: ['§4.4', '§6.3'] }]],
    ['-- RFC 6376\n-- §3.5', [{ rfc: 6376, sections: ['§3.5'] }]],
    ['RFC 8601 (§2.2 syntax), RFC 8601 §5', [{ rfc: 8601, sections: ['§2.2', '§5'] }]],
    ['RFC 5321 Appendix C allows', [{ rfc: 5321, sections: ['Appendix C'] }]],
    ['nothing of RFCs', []],
  ])('reads %j', (source, citations) => {
    expect(findCitations(source)).toEqual(citations);
  });
});

describe('renderReplies', () => {
  const reply = { code: 550, enhanced: '5.1.1', text: 'No | such address', when: 'It is unknown.' };

  it('sorts by code and tells what closes the connection', () => {
    const last = { ...reply, code: 421, text: 'Stop' };
    const table = renderReplies({ reply, last }).at(-1)?.split('\n').slice(2);
    expect(table).toEqual([
      '| 421 5.1.1 | Stop | It is unknown. The connection is closed. |',
      String.raw`| 550 5.1.1 | No \| such address | It is unknown. |`,
    ]);
  });

  it('fails for a reply that does not say when it is given', () => {
    expect(() => renderReplies({ reply, mute: { ...reply, when: ' ' } })).toThrow('mute');
    expect(() => renderReplies({ older: { code: 250, enhanced: '2.0.0', text: '' } })).toThrow('older');
  });
});
