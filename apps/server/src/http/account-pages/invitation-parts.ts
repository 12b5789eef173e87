import type { MemberRole } from '@smtpy/contract';
import { html, renderAddress, type Html } from '../../page/index.ts';
import { linkInvalid, renderProblem, type AccountPage } from './account-page.ts';
import type { ShownInvitation } from './dependencies.ts';
import { renderPasswordFields } from './reset-password-page.ts';

/** Who reads an invitation. */
export type Reader =
  /** Signed in with the address that was invited. */
  | { readonly kind: 'invited' }
  /** Signed in with another one; the invited one is masked. */
  | { readonly kind: 'other'; readonly email: string; readonly invitedEmail: string }
  | { readonly kind: 'signed_out'; readonly email: string }
  | { readonly kind: 'without_account'; readonly email: string };

const roleWords: Readonly<Record<MemberRole, string>> = {
  viewer: 'Viewer: looks at everything, changes nothing',
  member: 'Member: works with aliases and mail',
  admin: 'Admin: also manages members and settings',
  owner: 'Owner: may do everything',
};

/** The invitation and what its reader can do. */
export function renderInvitation(page: {
  readonly token: string;
  readonly invitation: ShownInvitation;
  readonly reader: Reader;
  readonly problem: string | undefined;
}): AccountPage {
  const { token, invitation, reader, problem } = page;
  return {
    title: 'Invitation',
    ...(problem !== undefined && { status: 422 }),
    content: html`<h1>You are invited</h1>
      ${renderFacts(invitation)} ${renderProblem(problem)} ${renderAnswer(token, reader)}`,
  };
}

function renderFacts({ organizationName, inviterName, role, expiresAt }: ShownInvitation): Html {
  const time = expiresAt.toISOString();
  return html`<dl class="card padded narrow">
    <dt>Organization</dt>
    <dd>${organizationName}</dd>
    <dt>Invited by</dt>
    <dd>${inviterName ?? 'The operator of this server'}</dd>
    <dt>Role</dt>
    <dd>${roleWords[role]}</dd>
    <dt>Works until</dt>
    <dd><time datetime="${time}">${time.slice(0, 16).replace('T', ' ')} UTC</time></dd>
  </dl>`;
}

function renderAnswer(token: string, reader: Reader): Html {
  switch (reader.kind) {
    case 'invited':
      return html`<form method="post" action="/invitation">
        <input type="hidden" name="token" value="${token}" />
        <div class="actions">
          <button name="decision" value="accept">Accept invitation</button>
          <button name="decision" value="decline" class="quiet">Decline invitation</button>
        </div>
      </form>`;
    case 'other':
      return html`<p>
        The invitation went to ${renderAddress(reader.invitedEmail)}, but you are signed in as
        ${renderAddress(reader.email)}. Sign out, sign in with the invited address, and open the link again.
      </p>`;
    case 'signed_out':
      return html`<p>
        There is an account with ${renderAddress(reader.email)}. Sign in with it, then open this link again to
        accept or decline.
      </p>`;
    case 'without_account':
      return renderRegistration(token, reader.email);
  }
}

function renderRegistration(token: string, email: string): Html {
  return html`<h2>Create an account to accept</h2>
    <p>
      There is no account with ${renderAddress(email)} yet. To decline, do nothing: the invitation ends by
      itself.
    </p>
    <form method="post" action="/invitation">
      <input type="hidden" name="token" value="${token}" />
      <input type="hidden" name="username" value="${email}" autocomplete="username" />
      <label
        >Name <small>How others in the organization see you; optional</small>
        <input name="name" maxlength="100" autocomplete="name"
      /></label>
      ${renderPasswordFields('Password')}
      <button name="decision" value="register">Create account and accept</button>
    </form>`;
}

/** How answering ended. */
export const ends = {
  link_invalid: linkInvalid(html`<p>Ask whoever invited you for another invitation.</p>`),
  accepted: ({ organizationName }: ShownInvitation): AccountPage => ({
    title: 'Invitation',
    content: html`<h1>You are a member of ${organizationName}</h1>
      <p>Sign in to find the organization beside your own. You can close this page.</p>`,
  }),
  declined: ({ organizationName }: ShownInvitation): AccountPage => ({
    title: 'Invitation',
    content: html`<h1>The invitation was declined</h1>
      <p>You did not become a member of ${organizationName}. You can close this page.</p>`,
  }),
  registered: {
    title: 'Invitation',
    content: html`<h1>The account was made</h1>
      <p>Sign in with it, then open the link of the invitation again to accept.</p>`,
  } satisfies AccountPage,
  registration_closed: {
    title: 'Invitation',
    status: 422,
    content: html`<h1>Registration is closed</h1>
      <p>This server takes no new users now. Ask its operator, or whoever invited you.</p>`,
  } satisfies AccountPage,
} as const;
