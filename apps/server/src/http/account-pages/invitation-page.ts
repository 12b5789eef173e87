import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { text } from '@smtpy/contract';
import { maskAddress } from '@smtpy/mail';
import { senderOf, answer, readToken, takeLimits, type AccountPage } from './account-page.ts';
import type { AccountPagesDependencies, ShownInvitation } from './dependencies.ts';
import { ends, renderInvitation, type Reader } from './invitation-parts.ts';

const form = z.object({
  decision: z.enum(['accept', 'decline', 'register']),
  name: text({ min: 0, max: 100 }).optional(),
  password: z.string().min(1).max(1_000).optional(),
  repeated: z.string().max(1_000).optional(),
});

type Form = z.infer<typeof form>;

/** An invitation with its token. */
interface Found {
  readonly token: string;
  readonly invitation: ShownInvitation;
}

/** `/invitation?token=`: who invites whom to what, and the answer. */
export function registerInvitationPage(app: FastifyInstance, dependencies: AccountPagesDependencies): void {
  app.get('/invitation', async (request, reply) => {
    const found = await find(dependencies, readToken(request.query));
    return answer(reply, found ? await show(dependencies, { request, found }) : ends.link_invalid);
  });
  app.post('/invitation', async (request, reply) => {
    const refusal = await takeLimits(dependencies, request, 'sign_in');
    if (refusal !== undefined) return answer(reply, refusal);
    const found = await find(dependencies, readToken(request.body));
    if (found === undefined) return answer(reply, ends.link_invalid);
    const given = form.safeParse(request.body);
    if (!given.success) {
      const page = await show(
        dependencies,
        { request, found },
        'The form did not arrive whole. Choose again.',
      );
      return answer(reply, { ...page, status: 400 });
    }
    return answer(reply, await decide(dependencies, { request, found, given: given.data }));
  });
}

async function find(
  { members }: AccountPagesDependencies,
  token: string | undefined,
): Promise<Found | undefined> {
  const invitation = token === undefined ? undefined : await members.lookUpInvitation(token);
  return token === undefined || invitation === undefined ? undefined : { token, invitation };
}

/** What the reader can do depends on who reads. */
async function show(
  dependencies: AccountPagesDependencies,
  { request, found }: { readonly request: FastifyRequest; readonly found: Found },
  problem?: string,
): Promise<AccountPage> {
  const { token, invitation } = found;
  const reader = await findReader(dependencies, request, invitation);
  return renderInvitation({ token, invitation, reader, problem });
}

async function findReader(
  { authentication, accounts }: AccountPagesDependencies,
  request: FastifyRequest,
  { email }: ShownInvitation,
): Promise<Reader> {
  const principal = await authentication.findSession(request.headers);
  if (principal?.email === email) return { kind: 'invited' };
  if (principal !== undefined) {
    return { kind: 'other', email: principal.email, invitedEmail: maskAddress(email) };
  }
  const user = await accounts.findUser(email);
  return user === undefined ? { kind: 'without_account', email } : { kind: 'signed_out', email };
}

interface Decision {
  readonly request: FastifyRequest;
  readonly found: Found;
  readonly given: Form;
}

async function decide(dependencies: AccountPagesDependencies, decision: Decision): Promise<AccountPage> {
  const { request, found, given } = decision;
  if (given.decision === 'register') return register(dependencies, decision);
  const principal = await dependencies.authentication.findSession(request.headers);
  if (principal === undefined) return show(dependencies, { request, found }, 'Sign in first.');
  // The rules of access are those of the API, which pages do not pass through.
  if (principal.isSuspended) return show(dependencies, { request, found }, 'Your account is suspended.');
  const wish = { token: found.token, userId: principal.userId, actor: senderOf(request, principal) };
  const { members } = dependencies;
  const result = given.decision === 'accept' ? await members.accept(wish) : await members.decline(wish);
  if (result.kind === 'accepted') return ends.accepted(found.invitation);
  if (result.kind === 'declined') return ends.declined(found.invitation);
  if (result.kind === 'link_invalid') return ends.link_invalid;
  return show(dependencies, { request, found }, `${result.reason ?? 'This did not work'}.`);
}

/** Whoever has the link has read mail to the address, so the new account is at once what the invitation was for. */
async function register(
  dependencies: AccountPagesDependencies,
  { request, found, given }: Decision,
): Promise<AccountPage> {
  const { password, repeated, name } = given;
  const { token, invitation } = found;
  if (password === undefined || password !== repeated) {
    return show(dependencies, { request, found }, 'The two passwords are not the same. Type them again.');
  }
  const result = await dependencies.authentication.register({
    email: invitation.email,
    password,
    name: name === '' ? undefined : name,
    username: undefined,
    invitationToken: token,
    actor: senderOf(request),
  });
  if (result.kind === 'weak_password') return show(dependencies, { request, found }, `${result.reason}.`);
  if (result.kind !== 'registered') return ends[result.kind];
  const actor = {
    ...senderOf(request),
    kind: 'user',
    userId: result.userId,
    label: invitation.email,
  } as const;
  const joined = await dependencies.members.accept({ token, userId: result.userId, actor });
  return joined.kind === 'accepted' ? ends.accepted(invitation) : ends.registered;
}
