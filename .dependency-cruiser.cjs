/**
 * The import directions, as docs/style.md has them. Paths are from the root of the repository.
 *
 * A new folder under apps/server/src must be named in a layer here, or nothing may import it and it may import nothing.
 */

/** From the top down; a folder imports its own layer (where `isOpen`) and those below. */
const layers = [
  { name: 'commands', folders: ['commands'] },
  { name: 'roles', folders: ['roles'] },
  // Roles meet in PostgreSQL and nowhere else.
  { name: 'role-parts', folders: ['inbound', 'delivery', 'jobs', 'http'] },
  {
    name: 'features',
    isOpen: true,
    folders: [
      'accounts',
      'administration',
      'aliases',
      'api-keys',
      'app-passwords',
      'audit',
      'authentication',
      'certificates',
      'contacts',
      'content-check',
      'doctor',
      'domain-upkeep',
      'domains',
      'encryption',
      'erasure',
      'facts',
      'followups',
      'forwarding',
      'idempotency',
      'installation',
      'limits',
      'live',
      'mailbox-confirmation',
      'mailboxes',
      'members',
      'messages',
      'notices',
      'organizations',
      'quarantine',
      'queue',
      'reading',
      'refusals',
      'request-limits',
      'rules',
      'sandbox',
      'senders',
      'service-mail',
      'statistics',
      'webhooks',
    ],
  },
  {
    name: 'foundation',
    isOpen: true,
    folders: [
      'api',
      'cache',
      'config',
      'csv',
      'db',
      'dns',
      'dns-lists',
      'observe',
      'outgoing-http',
      'page',
      'patterns',
      'turns',
      'write-behind',
    ],
  },
];

const server = '^apps/server/src/';
const tests = String.raw`\.(test|fuzz|bench)\.ts$`;
const anyOf = (folders) => `(${folders.join('|')})/`;
const everyFolder = layers.flatMap(({ folders }) => folders);

const layerRules = layers.flatMap(({ name, folders, isOpen }, index) => {
  const above = layers.slice(0, index).flatMap((layer) => layer.folders);
  const forbidden = [
    {
      name: `${name}-import-nothing-above`,
      severity: 'error',
      comment: 'Imports point down: main, commands, roles, role parts, features, foundation.',
      from: { path: server + anyOf(folders), pathNot: tests },
      to: { path: `${server}(main\\.ts$${above.map((folder) => `|${folder}/`).join('')})` },
    },
  ];
  if (isOpen) return forbidden;
  return [
    ...forbidden,
    {
      name: `${name}-do-not-meet`,
      severity: 'error',
      comment: 'Folders of this layer do not import each other.',
      from: { path: server + anyOf(folders), pathNot: tests },
      to: { path: server + anyOf(folders), pathNot: `${server}$1/` },
    },
  ];
});

const web = '^apps/web/src/app/';
const domain = `${web}domains/([^/]+)/`;

/** The pages: domains do not know each other, and within one the arrows go feature, ui, data, util. */
const webRules = [
  {
    name: 'web-domains-do-not-meet',
    severity: 'error',
    comment: 'A domain of the pages uses its own folder, shared/, and the api/ of others.',
    from: { path: domain },
    to: {
      path: `${web}(domains/[^/]+/|shell/|app)`,
      pathNot: [`${web}domains/$1/`, `${web}domains/[^/]+/api/`],
    },
  },
  {
    name: 'web-shared-knows-no-domain',
    severity: 'error',
    comment: 'What all pages share knows none of them.',
    from: { path: `${web}shared/` },
    to: { path: `${web}(domains|shell)/` },
  },
  {
    name: 'web-shell-knows-no-domain',
    severity: 'error',
    comment: 'The frame leads to pages by their addresses.',
    from: { path: `${web}shell/` },
    to: { path: `${web}domains/`, pathNot: `${web}domains/[^/]+/api/` },
  },
  ...[
    ['ui', '(feature-[^/]+)'],
    ['data', '(feature-[^/]+|ui)'],
    ['util', '(feature-[^/]+|ui|data)'],
  ].map(([folder, above]) => ({
    name: `web-${folder}-imports-nothing-above`,
    severity: 'error',
    comment: 'Within a domain the arrows go feature, ui, data, util.',
    from: { path: `${domain}${folder}/` },
    to: { path: `${web}domains/$1/${above}/` },
  })),
  {
    name: 'web-through-the-contract',
    severity: 'error',
    comment: 'Of the server the pages know the contract alone, and of that what loads no library.',
    from: { path: '^apps/web/src/' },
    to: { path: '^(apps/server|packages)/', pathNot: '^packages/contract/src/web/index\\.ts$' },
  },
];

/** What pure code may use of Node: computing, never the world. */
const pureNodeModules = '^(node:)?(buffer|crypto|punycode|string_decoder|url|util)$';

module.exports = {
  forbidden: [
    ...layerRules,
    ...webRules,
    {
      name: 'folder-in-a-layer',
      severity: 'error',
      comment: 'Every folder of the server belongs to a layer of this file.',
      from: { path: `${server}[^/]+/`, pathNot: server + anyOf(everyFolder) },
      to: {},
    },
    {
      name: 'main-starts-commands',
      severity: 'error',
      comment: 'main.ts turns arguments into a command, nothing else.',
      from: { path: `${server}main\\.ts$` },
      to: { path: server, pathNot: `${server}commands/index\\.ts$` },
    },
    {
      name: 'through-the-door',
      severity: 'error',
      comment: 'Folders meet only through each other’s index.ts.',
      from: { path: `${server}([^/]+)/` },
      to: { path: `${server}[^/]+/.+`, pathNot: [`${server}$1/`, `${server}[^/]+/index\\.ts$`] },
    },
    {
      name: 'packages-through-the-door',
      severity: 'error',
      comment: 'A package is imported by its name.',
      from: { pathNot: '^packages/' },
      to: { path: '^packages/[^/]+/src/', pathNot: '^packages/[^/]+/src/((openapi|web)/)?index\\.ts$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Cycles make the order of loading matter.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'driver-only-in-db',
      severity: 'error',
      comment: 'Everything but db/ sees the port: query, transaction, listen, close.',
      from: { path: server, pathNot: `${server}db/` },
      to: { path: 'node_modules/(pg|pg-[^/]+|postgres)/' },
    },
    {
      name: 'mail-is-pure',
      severity: 'error',
      comment: 'packages/mail does no I/O: the world comes in as arguments.',
      from: { path: '^packages/mail/src/', pathNot: tests },
      to: { dependencyTypes: ['core'], pathNot: pureNodeModules },
    },
    {
      name: 'mail-stands-alone',
      severity: 'error',
      comment: 'packages/mail needs nothing but Node.',
      from: { path: '^packages/mail/src/', pathNot: tests },
      to: { dependencyTypesNot: ['core'], pathNot: '^packages/mail/src/' },
    },
    {
      name: 'forwarding-is-pure',
      severity: 'error',
      comment: 'forwarding/ edits header blocks: no I/O, no clock, no configuration.',
      from: { path: `${server}forwarding/`, pathNot: tests },
      to: { dependencyTypes: ['core'], pathNot: pureNodeModules },
    },
    {
      name: 'forwarding-needs-mail-only',
      severity: 'error',
      comment: 'What forwarding/ knows of the rest comes in as arguments.',
      from: { path: `${server}forwarding/`, pathNot: tests },
      to: {
        dependencyTypesNot: ['core'],
        pathNot: [`${server}forwarding/`, '^packages/mail/src/index\\.ts$'],
      },
    },
    {
      name: 'testkit-knows-no-server',
      severity: 'error',
      comment: 'The test kit starts the program or is handed its parts.',
      from: { path: '^packages/' },
      to: { path: '^(apps|tests|bench|tools)/' },
    },
    {
      name: 'production-knows-no-tests',
      severity: 'error',
      comment: 'Nothing that runs in production imports tests, fixtures or the test kit.',
      from: { path: '^(apps/[^/]+/(src|bin)|packages/mail/src)/', pathNot: tests },
      to: { path: ['^packages/testkit/', '^apps/[^/]+/fixtures/', '^tests/', tests] },
    },
    {
      name: 'declared-dependencies',
      severity: 'error',
      comment: 'What is imported stands in the package.json of the importing package or of the root.',
      // Tests run in this repository alone, where the packages of its other workspaces are there as well.
      from: { path: '^(apps|packages)/', pathNot: tests },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that leads nowhere is checked by nothing else here.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)testdata/|^apps/web/dist/' },
    // Type imports count: a type from above is a dependency on what is above.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.d.ts'],
    },
  },
};
