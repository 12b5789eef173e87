import { computed, inject, type Signal } from '@angular/core';
import {
  AtSign,
  Globe,
  Inbox,
  Keyboard,
  Languages,
  LogOut,
  Monitor,
  Moon,
  Sun,
  UserPlus,
  type IconNode,
} from 'lucide';
import type { Permission } from '@smtpy/contract/web';
import { Look } from '../shared/data/look.ts';
import { OrganizationSwitch } from '../shared/data/organization-switch.ts';
import { Session } from '../shared/data/session.ts';
import { languageNames } from '../shared/ui/look-switches.ts';
import { Theme, themeChoices } from '../shared/util/theme.ts';
import { languages, Words } from '../shared/util/words.ts';
import { Help } from './help.ts';
import type { PaletteOption } from './palette-search.ts';
import { organizationIcon } from './places.ts';
import { SignOut } from './sign-out.ts';

/** Pages that begin something when their address says `new`. */
const beginnings: readonly {
  readonly name: string;
  readonly path: string;
  readonly icon: IconNode;
  readonly needs: Permission;
}[] = [
  { name: 'new_alias', path: '/aliases?new=1', icon: AtSign, needs: 'aliases:write' },
  { name: 'add_domain', path: '/domains?new=1', icon: Globe, needs: 'domains:write' },
  { name: 'add_mailbox', path: '/mailboxes?new=1', icon: Inbox, needs: 'mailboxes:write' },
  { name: 'invite', path: '/team?new=1', icon: UserPlus, needs: 'members:write' },
];
const themeIcons = { system: Monitor, light: Sun, dark: Moon } as const;

/** What can be done from anywhere, as far as the role allows. To be called where `inject` works. */
export function paletteActions(): Signal<readonly PaletteOption[]> {
  const session = inject(Session);
  const { t } = inject(Words);
  const looks = lookChoices();
  const leaving = inject(SignOut);
  const help = inject(Help);
  const organizations = inject(OrganizationSwitch);
  return computed(() => [
    ...beginnings
      .filter(({ needs }) => session.can(needs))
      .map(({ name, path, icon }) => ({
        id: `action:${name}`,
        title: t(`palette.action.${name}`),
        icon,
        path,
      })),
    ...(session.account()?.organizations ?? [])
      .filter(({ id }) => id !== session.organization()?.id)
      .map(({ id, name }) => ({
        id: `organization:${id}`,
        title: t('palette.action.organization', { name }),
        icon: organizationIcon,
        run: () => void organizations.to(id),
      })),
    ...looks(),
    {
      id: 'action:shortcuts',
      title: t('palette.action.shortcuts'),
      detail: '?',
      icon: Keyboard,
      run: () => void help.open(),
    },
    { id: 'action:sign_out', title: t('nav.sign_out'), icon: LogOut, run: () => void leaving.run() },
  ]);
}

/** Themes and languages other than those that are shown. */
function lookChoices(): () => readonly PaletteOption[] {
  const words = inject(Words);
  const theme = inject(Theme);
  const look = inject(Look);
  const { t } = words;
  return () => [
    ...themeChoices
      .filter((choice) => choice !== theme.choice())
      .map((choice) => ({
        id: `theme:${choice}`,
        title: t(`palette.action.theme_${choice}`),
        icon: themeIcons[choice],
        run: () => look.chooseTheme(choice),
      })),
    ...languages
      .filter((language) => language !== words.language())
      .map((language) => ({
        id: `language:${language}`,
        title: t('palette.action.language', { name: languageNames[language] }),
        icon: Languages,
        run: () => void look.chooseLanguage(language),
      })),
  ];
}
