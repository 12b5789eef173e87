import {
  Building2,
  ChartColumn,
  Code,
  Globe,
  Inbox,
  LayoutDashboard,
  ListFilter,
  Mail,
  ScrollText,
  Settings,
  ShieldQuestionMark,
  SlidersHorizontal,
  AtSign,
  Users,
  Contact,
  type IconNode,
} from 'lucide';
import type { Permission } from '@smtpy/contract/web';

/** A place that the sidebar leads to. */
export interface Place {
  /** Also the key of its name: `nav.<name>`. */
  readonly name: string;
  readonly path: string;
  readonly icon: IconNode;
  /** What the role must allow for the place to be of use; absent: everyone's. */
  readonly needs?: Permission;
  readonly isForAdministrators?: boolean;
}

/** The places, in groups, in the order of the sidebar. */
export const places: readonly (readonly Place[])[] = [
  [
    { name: 'dashboard', path: '/dashboard', icon: LayoutDashboard },
    { name: 'aliases', path: '/aliases', icon: AtSign, needs: 'aliases:read' },
    { name: 'domains', path: '/domains', icon: Globe, needs: 'domains:read' },
    { name: 'mailboxes', path: '/mailboxes', icon: Inbox, needs: 'mailboxes:read' },
    { name: 'contacts', path: '/contacts', icon: Contact, needs: 'contacts:read' },
    { name: 'messages', path: '/messages', icon: Mail, needs: 'messages:read' },
    { name: 'quarantine', path: '/quarantine', icon: ShieldQuestionMark, needs: 'messages:read' },
    { name: 'rules', path: '/rules', icon: ListFilter, needs: 'rules:read' },
    { name: 'statistics', path: '/statistics', icon: ChartColumn, needs: 'statistics:read' },
  ],
  [
    { name: 'team', path: '/team', icon: Users, needs: 'members:read' },
    { name: 'developers', path: '/developers', icon: Code, needs: 'keys:read' },
    { name: 'audit', path: '/audit', icon: ScrollText, needs: 'audit:read' },
  ],
  [
    { name: 'settings', path: '/settings', icon: Settings },
    { name: 'administration', path: '/administration', icon: SlidersHorizontal, isForAdministrators: true },
  ],
];

/** The icon of an organization. */
export const organizationIcon: IconNode = Building2;
