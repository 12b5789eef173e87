import type { MemberRole } from '@smtpy/contract';
import { createManualClock } from '@smtpy/testkit';
import { createOwner, openTestDatabase } from '../../../fixtures/index.ts';
import type { User } from '../../accounts/index.ts';
import type { Actor } from '../../api/index.ts';
import { createAudit, operatorActor } from '../../audit/index.ts';
import { createSealer, newId } from '../../db/index.ts';
import { createDomains } from '../../domains/index.ts';
import { createInstallation } from '../../installation/index.ts';
import { silentEvents } from '../../observe/index.ts';
import { createQueue } from '../../queue/index.ts';
import { createServiceMail, type SendServiceMail } from '../../service-mail/index.ts';
import { createMembers, insertMember } from '../index.ts';

/** A day. */
export const dayMs = 86_400_000;

/** A person as the actor of what he does. */
export function actorOf({ id, email }: User): Actor {
  return { kind: 'user', userId: id, label: email };
}

/** Members on a real database, whose mails go into the real queue and are kept for the test to read. */
export async function openWorld() {
  const database = await openTestDatabase();
  const { db } = database;
  const clock = createManualClock();
  const sealer = createSealer(Buffer.alloc(32, 7));
  const queue = createQueue({ db, clock, sealer, events: silentEvents, shard: 0, delayNoticeAfterMs: 1 });
  const installation = createInstallation({ db, mode: 'sandbox' });
  const mail = createServiceMail({
    db,
    clock,
    sealer,
    queue,
    domains: createDomains({ db, clock, sealer }),
    hostname: 'mail.service.test',
    installation,
  });
  const sent: SendServiceMail[] = [];
  const audit = createAudit({ db, clock });
  const members = createMembers({
    db,
    clock,
    audit,
    installation,
    publicUrl: 'https://smtpy.example',
    serviceMail: {
      send: async (tx, one) => {
        const id = await mail.send(tx, one);
        sent.push(one);
        return id;
      },
    },
  });

  /** Makes an organization with these people in these roles; the first is an owner. */
  async function found(people: readonly (readonly [User, MemberRole])[]): Promise<string> {
    const organizationId = newId();
    await db.transaction(async (tx) => {
      await tx.query({
        text: 'insert into auth.organization (id, name, slug) values ($1, $2, $3)',
        params: [organizationId, 'Example Ltd.', `organization-${organizationId}`],
      });
      for (const [user, role] of people)
        await insertMember(tx, { id: newId(), organizationId, userId: user.id, role, joinedAt: clock.now() });
    });
    return organizationId;
  }

  /** The token in the last mail to an address. */
  function tokenTo(email: string): string {
    const letter = sent.findLast(({ headerTo }) => headerTo === email)?.letter;
    const link = letter?.blocks.find((block) => block.kind === 'link');
    const token = link && new URL(link.url).searchParams.get('token');
    if (typeof token !== 'string') throw new Error(`no invitation was sent to ${email}`);
    return token;
  }

  async function memberId(organizationId: string, { email }: User): Promise<string> {
    const member = await members.find({ organizationId, email });
    if (member === undefined) throw new Error(`${email} is no member`);
    return member.id;
  }

  async function rolesOf(organizationId: string): Promise<Readonly<Record<string, MemberRole>>> {
    const { rows } = await members.list({
      organizationId,
      order: 'email',
      isDescending: false,
      limit: 1_000,
    });
    return Object.fromEntries(
      rows.map(({ member }) => [member.email.slice(0, member.email.indexOf('@')), member.role]),
    );
  }

  async function actionsOf(organizationId: string): Promise<readonly string[]> {
    const rows = await db.query<{ readonly action: string }>({
      text: 'select action from audit_entries where organization_id = $1 order by id',
      params: [organizationId],
    });
    return rows.map(({ action }) => action);
  }

  return {
    db,
    clock,
    audit,
    installation,
    members,
    sent,
    operator: operatorActor,
    person: (name: string) => createOwner(db, name),
    limit: (change: Parameters<typeof installation.change>[1]) =>
      db.transaction((tx) => installation.change(tx, change)),
    found,
    tokenTo,
    memberId,
    rolesOf,
    actionsOf,
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** What {@link openWorld} gives. */
export type World = Awaited<ReturnType<typeof openWorld>>;
