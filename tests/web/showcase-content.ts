/** An alias of the showcase, as it is asked for. */
export interface ShowcaseAlias {
  readonly name: string;
  readonly tags?: readonly string[];
  readonly note?: string;
  readonly is_enabled?: boolean;
  readonly is_pinned?: boolean;
  readonly mode?: 'rewrite' | 'preserve' | 'adaptive';
  readonly holds_for_preview?: boolean;
}

/** Some aliases, as a small company has them. */
export const aliasNames: readonly ShowcaseAlias[] = [
  { name: 'shop', tags: ['shopping'], note: 'Everything bought for the studio', is_pinned: true },
  { name: 'hello', tags: ['public'], note: 'On the website', is_pinned: true },
  { name: 'invoices', tags: ['money'], mode: 'preserve' },
  { name: 'newsletter', tags: ['reading'] },
  { name: 'travel', tags: ['travel', 'shopping'] },
  { name: 'bank', tags: ['money'] },
  { name: 'press', tags: ['public'] },
  { name: 'careers', tags: ['public'] },
  { name: 'hosting', tags: ['it'], mode: 'adaptive' },
  { name: 'forum', tags: ['reading'], is_enabled: false, note: 'Sold to a list in spring' },
  { name: 'insurance', tags: ['money'] },
  { name: 'suppliers', tags: ['money'] },
  { name: 'photos', tags: ['it'] },
  { name: 'school', tags: ['family'] },
  { name: 'delivery', tags: ['shopping'] },
  { name: 'museum', tags: ['reading'] },
  { name: 'preview', tags: ['it'], holds_for_preview: true, note: 'Looked at before it goes on' },
  { name: 'a-name-that-is-quite-a-bit-longer-than-most-of-the-others', tags: ['it'] },
];

/** A mail of the showcase. */
export interface ShowcaseMail {
  readonly name: string;
  readonly headerFrom: string;
  readonly rcptTo: string;
  readonly subject: string;
  readonly text: string;
}

/** A mail as it is written below: who writes, from where, to which name, and its subject. */
type Line = readonly [name: string, headerFrom: string, localPart: string, subject: string];

const lines: readonly Line[] = [
  ['Paper & Ink', 'orders@paper-ink.example', 'shop', 'Your order 20418 has been shipped'],
  ['City Library', 'notices@library.example', 'newsletter', 'Three books are waiting for you'],
  ['Nordbahn', 'tickets@nordbahn.example', 'travel', 'Ihre Fahrkarte nach München'],
  ['Léa Bernard', 'lea@bernard.example', 'hello', 'Commande pour l’exposition de printemps'],
  ['Printworks', 'billing@printworks.example', 'invoices', 'Invoice 2026-118'],
  ['Your bank', 'security@bank-alerts.example', 'bank', 'Urgent: confirm your account today'],
  ['The Weekly Sketch', 'editor@sketch.example', 'newsletter', 'Drawing hands, and other hard things'],
  ['Anna Novák', 'anna@novak.example', 'press', 'Interview for the May issue'],
  ['Tomás Silva', 'tomas@silva.example', 'careers', 'Application: illustrator'],
  ['Hosting', 'status@hosting-status.example', 'hosting', 'Maintenance on Thursday, 02:00 UTC'],
  ['Unknown', 'win@lucky-draw.example', 'nobody', 'You have been chosen'],
  ['Old forum', 'digest@old-forum.example', 'forum', 'What you missed this week'],
  ['Supplier', 'sales@colours.example', 'preview', 'New price list'],
  ['Parcel service', 'track@parcel.example', 'delivery', 'Your parcel arrives between 10 and 12'],
  ['Museum', 'friends@museum.example', 'museum', 'Members’ evening on Friday'],
  ['Paper & Ink', 'orders@paper-ink.example', 'shop', 'How was your order?'],
  ['Léa Bernard', 'lea@bernard.example', 'hello', 'Re: Commande pour l’exposition de printemps'],
  ['Insurance', 'service@insure.example', 'insurance', 'Your documents for the new year'],
];

/** Mails in the order of their coming. */
export const mails: readonly ShowcaseMail[] = lines.map(([name, headerFrom, localPart, subject]) => ({
  name,
  headerFrom,
  rcptTo: `${localPart}@atelier-doe.example`,
  subject,
  text: 'Hello,\n\nthis is what we wanted to tell you.\n\nBest regards',
}));
