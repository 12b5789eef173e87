/** How far a standard is followed. */
export type RfcStatus =
  /** Everything that concerns a server of our kind. */
  | 'implemented'
  /** Something is left out, which the remark tells. */
  | 'partly'
  /** Ideas, formats or definitions of it are used. */
  | 'used'
  /** A newer one took its place; cited where the old form is still met. */
  | 'superseded'
  | 'not implemented';

/** What is said about one standard. */
export interface RfcRow {
  readonly title: string;
  readonly status: RfcStatus;
  readonly remark?: string;
}

/** Every RFC that may be cited, by number. A citation of any other fails the generation of `docs/standards.md`. */
export const rfcTable: Readonly<Record<number, RfcRow>> = {
  1034: { title: 'Domain Names - Concepts and Facilities', status: 'used' },
  1035: {
    title: 'Domain Names - Implementation and Specification',
    status: 'partly',
    remark: 'As a resolver’s client.',
  },
  1847: {
    title: 'Security Multiparts for MIME',
    status: 'used',
    remark: 'Signed and encrypted parts are left untouched.',
  },
  1870: { title: 'SMTP Service Extension for Message Size Declaration', status: 'implemented' },
  2034: { title: 'SMTP Service Extension for Returning Enhanced Error Codes', status: 'implemented' },
  2045: { title: 'MIME Part One: Format of Internet Message Bodies', status: 'implemented' },
  2046: {
    title: 'MIME Part Two: Media Types',
    status: 'partly',
    remark: 'Of message/partial nothing is put together.',
  },
  2047: { title: 'MIME Part Three: Message Header Extensions for Non-ASCII Text', status: 'implemented' },
  2104: { title: 'HMAC: Keyed-Hashing for Message Authentication', status: 'used' },
  2142: {
    title: 'Mailbox Names for Common Services, Roles and Functions',
    status: 'used',
    remark: 'Names that are kept for the owner of a shared domain.',
  },
  2181: { title: 'Clarifications to the DNS Specification', status: 'used' },
  2183: { title: 'The Content-Disposition Header Field', status: 'used' },
  2231: {
    title: 'MIME Parameter Value and Encoded Word Extensions',
    status: 'partly',
    remark: 'Languages of encoded words.',
  },
  2308: { title: 'Negative Caching of DNS Queries', status: 'implemented' },
  2369: {
    title: 'The Use of URLs as Meta-Syntax for Core Mail List Commands',
    status: 'used',
    remark: 'To recognise lists.',
  },
  2387: { title: 'The MIME Multipart/Related Content-type', status: 'used' },
  2392: {
    title: 'Content-ID and Message-ID Uniform Resource Locators',
    status: 'partly',
    remark: 'Ids and their uses in HTML are renamed in replies.',
  },
  2919: { title: 'List-Id', status: 'used', remark: 'To recognise lists.' },
  2920: { title: 'SMTP Service Extension for Command Pipelining', status: 'implemented' },
  3030: {
    title: 'SMTP Service Extensions for Transmission of Large and Binary MIME Messages',
    status: 'not implemented',
  },
  3156: {
    title: 'MIME Security with OpenPGP',
    status: 'used',
    remark: 'Signed and encrypted parts are left untouched.',
  },
  3207: { title: 'SMTP Service Extension for Secure SMTP over TLS', status: 'implemented' },
  3282: { title: 'Content Language Headers', status: 'used' },
  3339: { title: 'Date and Time on the Internet: Timestamps', status: 'implemented' },
  3461: {
    title: 'SMTP Service Extension for Delivery Status Notifications',
    status: 'not implemented',
    remark: 'DSN is not offered; terms of it are used.',
  },
  3462: { title: 'The Multipart/Report Content Type', status: 'superseded', remark: 'By RFC 6522.' },
  3463: { title: 'Enhanced Mail System Status Codes', status: 'implemented' },
  3464: { title: 'An Extensible Message Format for Delivery Status Notifications', status: 'implemented' },
  3676: { title: 'The Text/Plain Format and DelSp Parameters', status: 'used' },
  3696: { title: 'Application Techniques for Checking and Transformation of Names', status: 'used' },
  3834: { title: 'Recommendations for Automatic Responses to Electronic Mail', status: 'implemented' },
  3848: { title: 'ESMTP and LMTP Transmission Types Registration', status: 'implemented' },
  3986: { title: 'Uniform Resource Identifier (URI): Generic Syntax', status: 'used' },
  4180: {
    title: 'Common Format and MIME Type for Comma-Separated Values (CSV) Files',
    status: 'implemented',
  },
  4616: { title: 'The PLAIN SASL Mechanism', status: 'implemented' },
  4648: { title: 'The Base16, Base32, and Base64 Data Encodings', status: 'used' },
  4770: { title: 'vCard Extensions for Instant Messaging', status: 'used' },
  4880: {
    title: 'OpenPGP Message Format',
    status: 'superseded',
    remark: 'By RFC 9580; its encrypted packets and armour are what programs read today.',
  },
  4954: { title: 'SMTP Service Extension for Authentication', status: 'implemented' },
  5234: { title: 'Augmented BNF for Syntax Specifications: ABNF', status: 'used' },
  5248: { title: 'A Registry for SMTP Enhanced Mail System Status Codes', status: 'used' },
  5297: {
    title: 'Synthetic Initialization Vector (SIV) Authenticated Encryption',
    status: 'used',
    remark: 'Its idea, with HMAC in place of S2V.',
  },
  5233: {
    title: 'Sieve Email Filtering: Subaddress Extension',
    status: 'used',
    remark: 'For its word: the detail of an address, behind the plus sign.',
  },
  5321: {
    title: 'Simple Mail Transfer Protocol',
    status: 'implemented',
    remark: 'Deviations stand in quirks.md.',
  },
  5322: { title: 'Internet Message Format', status: 'implemented', remark: 'Deviations stand in quirks.md.' },
  5545: {
    title: 'Internet Calendaring and Scheduling Core Object Specification (iCalendar)',
    status: 'partly',
    remark: 'Organizer and attendees.',
  },
  5546: {
    title: 'iCalendar Transport-Independent Interoperability Protocol (iTIP)',
    status: 'used',
    remark: 'To recognise answers to invitations.',
  },
  5782: {
    title: 'DNS Blacklists and Whitelists',
    status: 'used',
    remark: 'Its form of questions and answers.',
  },
  5829: {
    title: 'Link Relation Types for Simple Version Navigation between Web Resources',
    status: 'used',
    remark: 'To what takes the place of a deprecated operation.',
  },
  5869: { title: 'HMAC-based Extract-and-Expand Key Derivation Function (HKDF)', status: 'used' },
  5890: { title: 'Internationalized Domain Names for Applications: Definitions', status: 'used' },
  5965: {
    title: 'An Extensible Format for Email Feedback Reports',
    status: 'not implemented',
    remark: 'Recognised, so that it is not taken for a bounce.',
  },
  6047: {
    title: 'iCalendar Message-Based Interoperability Protocol (iMIP)',
    status: 'used',
    remark: 'Invitations are answered through the alias.',
  },
  6066: { title: 'TLS Extensions: Extension Definitions', status: 'used' },
  6068: { title: 'The mailto URI Scheme', status: 'used' },
  6152: {
    title: 'SMTP Service Extension for 8-bit MIME Transport',
    status: 'partly',
    remark: 'Content is never converted.',
  },
  6177: { title: 'IPv6 Address Assignment to End Sites', status: 'used' },
  6189: {
    title: 'ZRTP: Media Path Key Agreement for Unicast Secure RTP',
    status: 'used',
    remark: 'Its alphabet z-base-32, for key directories.',
  },
  6238: { title: 'TOTP: Time-Based One-Time Password Algorithm', status: 'implemented' },
  6265: { title: 'HTTP State Management Mechanism', status: 'used', remark: 'Cookies of sessions.' },
  6266: {
    title: 'Use of the Content-Disposition Header Field in the Hypertext Transfer Protocol (HTTP)',
    status: 'used',
  },
  6350: { title: 'vCard Format Specification', status: 'partly', remark: 'Addresses.' },
  6376: { title: 'DomainKeys Identified Mail (DKIM) Signatures', status: 'implemented' },
  6409: {
    title: 'Message Submission for Mail',
    status: 'partly',
    remark: 'Header fields are not completed by submission alone.',
  },
  6455: {
    title: 'The WebSocket Protocol',
    status: 'used',
    remark: 'Live events; the protocol is that of ws.',
  },
  6522: { title: 'The Multipart/Report Media Type', status: 'implemented' },
  6531: {
    title: 'SMTP Extension for Internationalized Email',
    status: 'partly',
    remark: 'See quirks.md for hosts that do not offer it.',
  },
  6532: { title: 'Internationalized Email Headers', status: 'implemented' },
  6533: {
    title: 'Internationalized Delivery Status and Disposition Notifications',
    status: 'partly',
    remark: 'Reports are written in ASCII.',
  },
  6647: {
    title: 'Email Greylisting: An Applicability Statement for SMTP',
    status: 'implemented',
    remark: 'Where it is switched on.',
  },
  6750: {
    title: 'The OAuth 2.0 Authorization Framework: Bearer Token Usage',
    status: 'used',
    remark: 'How keys are sent; there is no OAuth.',
  },
  6761: { title: 'Special-Use Domain Names', status: 'used' },
  6762: { title: 'Multicast DNS', status: 'used', remark: 'Its names are refused as targets.' },
  6854: {
    title: 'Update to Internet Message Format to Allow Group Syntax in the From and Sender Header Fields',
    status: 'implemented',
  },
  6857: {
    title: 'Post-Delivery Message Downgrading for Internationalized Email Messages',
    status: 'used',
    remark: 'For recipients of our own mail.',
  },
  6890: { title: 'Special-Purpose IP Address Registries', status: 'used' },
  6891: { title: 'Extension Mechanisms for DNS (EDNS(0))', status: 'used' },
  7208: { title: 'Sender Policy Framework (SPF)', status: 'implemented' },
  7293: {
    title: 'The Require-Recipient-Valid-Since Header Field and SMTP Service Extension',
    status: 'not implemented',
    remark: 'Its status codes are understood.',
  },
  7372: { title: 'Email Authentication Status Codes', status: 'implemented' },
  7435: { title: 'Opportunistic Security: Some Protection Most of the Time', status: 'implemented' },
  7489: {
    title: 'Domain-based Message Authentication, Reporting, and Conformance (DMARC)',
    status: 'superseded',
    remark: 'By RFC 9989.',
  },
  7504: { title: 'SMTP 521 and 556 Reply Codes', status: 'implemented' },
  7505: {
    title: 'A “Null MX” No Service Resource Record for Domains That Accept No Mail',
    status: 'implemented',
  },
  7672: { title: 'SMTP Security via Opportunistic DANE TLS', status: 'not implemented' },
  7986: { title: 'New Properties for iCalendar', status: 'used' },
  8058: {
    title: 'Signaling One-Click Functionality for List Email Headers',
    status: 'partly',
    remark: 'The fields are signed.',
  },
  8098: {
    title: 'Message Disposition Notification',
    status: 'partly',
    remark: 'Recognised, so that it is not taken for a bounce.',
  },
  8187: {
    title: 'Indicating Character Encoding and Language for HTTP Header Field Parameters',
    status: 'used',
  },
  8259: { title: 'The JavaScript Object Notation (JSON) Data Interchange Format', status: 'used' },
  8265: {
    title:
      'Preparation, Enforcement, and Comparison of Internationalized Strings Representing Usernames and Passwords',
    status: 'used',
  },
  8301: { title: 'Cryptographic Algorithm and Key Usage Update to DKIM', status: 'implemented' },
  8314: {
    title: 'Cleartext Considered Obsolete: Use of TLS for Email Submission and Access',
    status: 'implemented',
  },
  8375: {
    title: 'Special-Use Domain home.arpa.',
    status: 'used',
    remark: 'Its names are refused as targets.',
  },
  8460: {
    title: 'SMTP TLS Reporting',
    status: 'partly',
    remark: 'The record that asks for reports; they are not read yet.',
  },
  8461: {
    title: 'SMTP MTA Strict Transport Security (MTA-STS)',
    status: 'partly',
    remark:
      'The record and the policy of domains that wish it; policies of others are not asked for when sending.',
  },
  8551: {
    title: 'Secure/Multipurpose Internet Mail Extensions (S/MIME) 4.0 Message Specification',
    status: 'used',
    remark: 'Signed and encrypted parts are left untouched.',
  },
  8594: {
    title: 'The Sunset HTTP Header Field',
    status: 'implemented',
    remark: 'For what is going to be taken away; nothing is yet.',
  },
  8601: { title: 'Message Header Field for Indicating Message Authentication Status', status: 'implemented' },
  8617: { title: 'The Authenticated Received Chain (ARC) Protocol', status: 'implemented' },
  8659: { title: 'DNS Certification Authority Authorization (CAA) Resource Record', status: 'used' },
  8689: { title: 'SMTP Require TLS Option', status: 'not implemented' },
  9106: { title: 'Argon2 Memory-Hard Function', status: 'used' },
  9110: { title: 'HTTP Semantics', status: 'used' },
  9111: { title: 'HTTP Caching', status: 'used' },
  9112: { title: 'HTTP/1.1', status: 'used', remark: 'By the HTTP server that Node brings.' },
  9457: { title: 'Problem Details for HTTP APIs', status: 'implemented' },
  9562: { title: 'Universally Unique IDentifiers (UUIDs)', status: 'used' },
  9580: { title: 'OpenPGP', status: 'used' },
  9651: { title: 'Structured Field Values for HTTP', status: 'used' },
  9715: { title: 'IP Fragmentation Avoidance in DNS over UDP', status: 'used' },
  9745: {
    title: 'The Deprecation HTTP Response Header Field',
    status: 'implemented',
    remark: 'For what is going to be taken away; nothing is yet.',
  },
  9788: {
    title: 'Header Protection for Cryptographically Protected Email',
    status: 'partly',
    remark: 'Of encrypted forwards with a hidden subject.',
  },
  9989: {
    title: 'Domain-Based Message Authentication, Reporting, and Conformance (DMARC)',
    status: 'implemented',
    remark: 'No reports are sent.',
  },
};
