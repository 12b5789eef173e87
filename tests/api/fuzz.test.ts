import fc from 'fast-check';
import type { OpenApiDocument } from '@smtpy/contract/openapi';
import { operations } from '@smtpy/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnswerCheck, createAnswerCheck } from './answer-check.ts';
import { type Cast, createCast } from './cast.ts';
import type { ApiReply } from './client.ts';
import { hasFixture, makeThing } from './fixtures.ts';
import { type Described, type FuzzRequest, requestsFor } from './fuzz-request.ts';
import type { SentBody } from './mutations.ts';
import { type ApiWorld, openApiWorld } from './world.ts';

// Requests made up from the document that the running server gives out, right and wrong ones, for every operation in it. No answer may be a
// failure of the server, and each must be as described. SMTPY_TEST_FUZZ_CASES says how many, SMTPY_TEST_FUZZ_SEED repeats a run.
const cases = Number(process.env['SMTPY_TEST_FUZZ_CASES'] ?? 4_000);
const seed = Number(process.env['SMTPY_TEST_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const perOperation = Math.ceil(cases / operations.length);

let world: ApiWorld;
let cast: Cast;
let document: OpenApiDocument;
let findFault: AnswerCheck;
let sent = 0;
let succeeded = 0;

beforeAll(async () => {
  world = await openApiWorld();
  cast = await createCast(world);
  document = (await world.client({ method: 'GET', path: '/openapi.json' })).json as OpenApiDocument;
  findFault = createAnswerCheck(document);
  console.log(`fuzzing ${operations.length} operations with ${perOperation} requests each, seed ${seed}`);
}, 180_000);
afterAll(() => world[Symbol.asyncDispose]());

/** The answer with what the server's log says of it. */
function tellWhy({ status, text, headers }: ApiReply): string {
  const requestId = headers.get('x-request-id') ?? '(none)';
  const lines = world.server.log().split('\n');
  const told = lines.filter((line) => line.includes(requestId) && !line.includes('"level":30'));
  return [`${String(status)} ${text.slice(0, 600)}`, ...told].join('\n');
}

/** A thing that is there; where somebody has as many as are allowed, somebody else does the rest. */
async function makeReal(name: string): Promise<string> {
  const attempt = async (): Promise<string> => {
    const team = cast.team();
    return makeThing(name, world, { team, person: team.people.owner });
  };
  // Expected: a limit is reached, or what was sent before has ended somebody.
  try {
    return await attempt();
  } catch {
    await cast.renew();
    return attempt();
  }
}

/** A JSON body with ids of real things where its keys name such; others as they are. */
async function bodyOf({ body, hasRealIds }: FuzzRequest): Promise<SentBody> {
  if (!hasRealIds || typeof body.content !== 'string' || body.content.length > 10_000) return body;
  // Expected: what is meant to be no JSON.
  try {
    const value = JSON.parse(body.content) as Record<string, unknown> | null;
    const names = Object.keys(value ?? {}).filter((name) => hasFixture(name));
    if (value === null || names.length === 0) return body;
    const real: Record<string, string> = {};
    for (const name of names) real[name] = await makeReal(name);
    return { ...body, content: JSON.stringify({ ...value, ...real }) };
  } catch (error) {
    if (error instanceof SyntaxError) return body;
    throw error;
  }
}

/** Puts real ids where the request asks for them, and sends it. */
async function send({ method, path, operation }: Described, request: FuzzRequest): Promise<ApiReply> {
  let filled = path;
  for (const [name, value] of Object.entries(request.params)) {
    const given = value ?? (await makeReal(name));
    filled = filled.replace(`{${name}}`, () => given);
  }
  const credential = cast.credentialOf(request.role);
  const isForTeam = operation['x-access'].kind === 'member' && credential?.kind === 'session';
  const { content, contentType } = await bodyOf(request);
  const hasBody = content !== undefined && method !== 'GET';
  sent += 1;
  return world.client({
    method,
    path: request.query === '' ? filled : `${filled}?${request.query}`,
    credential,
    organizationId: isForTeam ? cast.team().organizationId : undefined,
    headers: {
      ...(hasBody && contentType !== undefined && { 'content-type': contentType }),
      ...request.headers,
    },
    rawBody: hasBody ? content : undefined,
  });
}

describe('every operation', () => {
  it.each(operations.map(({ id }) => id))(
    '%s answers as described, whatever comes',
    async (id) => {
      const described = findDescribed(id);
      const property = fc.asyncProperty(requestsFor(described, document), async (request) => {
        const reply = await send(described, request);
        const fault = findFault(described, reply);
        if (reply.status < 300) succeeded += 1;
        if (described.method !== 'GET' && reply.status < 300) await cast.heal();
        if (fault !== undefined) throw new Error(`${fault}\n${tellWhy(reply)}`);
      });
      // Shrinking would send as much again; the request that failed is told whole.
      await fc.assert(property, { seed, numRuns: perOperation, endOnFailure: true });
    },
    120_000,
  );
});

function findDescribed(id: string): Described {
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.operationId === id) return { method: method.toUpperCase(), path, operation };
    }
  }
  throw new Error(`the server does not describe ${id}`);
}

describe('afterwards', () => {
  it('the server is as alive as before', async () => {
    expect(sent).toBeGreaterThanOrEqual(cases);
    // Otherwise what is made up does not get past the checks, and finds nothing behind them.
    expect(succeeded).toBeGreaterThan(sent / 10);
    console.log(`${sent} requests, ${succeeded} of them did what they asked for`);
    expect(world.server.isRunning).toBe(true);
    for (const path of ['/healthz', '/readyz'])
      expect((await world.client({ method: 'GET', path })).status).toBe(200);
    expect(world.server.log()).not.toMatch(/"level":60|worker_ended/u);
  });

  it('the queue keeps its promises', async () => {
    const { code, stdout, stderr } = await world.server.run(['check-invariants']);
    expect(code, stdout + stderr).toBe(0);
  });
});
