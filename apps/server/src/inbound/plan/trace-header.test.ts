import { expect, it } from 'vitest';
import { makeArrival } from '../testdata/arrivals.ts';
import { makeAlias } from '../testdata/entries.ts';
import { formatTraceHeader } from './trace-header.ts';

const context = { hostname: 'mx.alias.example', receivedAt: new Date('2030-01-01T12:00:00Z') };

it('names the client of mail from outside', () => {
  expect(formatTraceHeader(makeArrival('From: a@b.example\n\n'), context).toString()).toContain(
    'Received: from client.example ([192.0.2.1])',
  );
});

it('names no client of submitted mail', () => {
  const arrival = makeArrival('From: shop@alias.example\n\n', {
    client: { ip: '192.0.2.1', helo: 'janes-laptop.example', tls: 'TLSv1.3', protocol: 'ESMTPSA' },
  });
  const submitter = { alias: makeAlias('shop@alias.example') };
  const submitted = {
    ...arrival,
    transaction: { ...arrival.transaction, mailFrom: 'shop@alias.example', submitter },
  };
  const trace = formatTraceHeader(submitted, context).toString();
  expect(trace).not.toMatch(/192\.0\.2\.1|janes-laptop/);
  expect(trace).toMatch(
    /\r\nReceived: by mx\.alias\.example with ESMTPSA\r\n\tid [0-9a-f-]{36};\r\n\tTue, 01 Jan 2030 12:00:00 \+0000\r\n$/,
  );
});
