/**
 * Purpose: organizations, their members, and invitations: as their members see them, and as the invited person does.
 *
 * Security: whoever has the link of an invitation sees names and a masked address.
 *
 * Not here: what each role may (`api/`); what the operator does about organizations (`administration/`).
 */
export { organizationOperations } from './organization-operations.ts';
export { memberOperations, memberOrders } from './member-operations.ts';
export { invitationOperations } from './invitation-operations.ts';
export { receivedInvitationOperations } from './received-invitation-operations.ts';
export { invitationStates, type InvitationState } from './invitation.ts';
export { maxOrganizationNameCharacters } from './organization.ts';
