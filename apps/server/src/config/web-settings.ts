import { list, rate } from './form.ts';
import { network, origin } from './network-form.ts';
import { defaulted, optional } from './setting.ts';

/** What the HTTP API lets in. */
export const webSettings = {
  trustedProxies: optional({
    name: 'SMTPY_TRUSTED_PROXIES',
    section: 'Pages',
    text: 'Proxies before the HTTP port. Only from these is believed what `X-Forwarded-For`, `X-Forwarded-Host`, `X-Forwarded-Proto` and `traceparent` say; without them every request seems to come from the proxy, and all share its limits.',
    form: list(network),
    unset: 'no such header is believed',
    example: '127.0.0.1,10.0.0.0/8',
    pick: (config) => config.web.trustedProxies,
  }),
  corsOrigins: optional({
    name: 'SMTPY_CORS_ORIGINS',
    section: 'Pages',
    text: 'Other sites whose pages may call the API from browsers, with API keys and never with cookies.',
    form: list(origin),
    unset: 'none',
    example: 'https://app.example.com',
    pick: (config) => config.web.corsOrigins,
  }),
  apiLimitPerKey: defaulted({
    name: 'SMTPY_API_LIMIT_PER_KEY',
    section: 'Pages',
    text: 'Requests with one API key; further ones get 429. All limits hold exactly over all processes and machines. `off` ends every limit by key.',
    form: rate,
    // Ten a second: a script that goes through everything, one request after the other, gets no further.
    default: '600/m',
    pick: (config) => config.web.limits.perKey,
  }),
  apiLimitPerUser: defaulted({
    name: 'SMTPY_API_LIMIT_PER_USER',
    section: 'Pages',
    text: 'The same, of one person with all sessions and keys. `off` also ends the narrower limits by person of what writes mail, costs much or can be guessed.',
    form: rate,
    // Two keys at full speed, or a person who opens two pages a second.
    default: '1200/m',
    pick: (config) => config.web.limits.perUser,
  }),
  apiLimitPerOrganization: defaulted({
    name: 'SMTPY_API_LIMIT_PER_ORGANIZATION',
    section: 'Pages',
    text: 'The same, of all members of one organization; `off` as for persons.',
    form: rate,
    // Five persons at their limit.
    default: '6000/m',
    pick: (config) => config.web.limits.perOrganization,
  }),
  apiLimitPerNetwork: defaulted({
    name: 'SMTPY_API_LIMIT_PER_NETWORK',
    section: 'Pages',
    text: 'Requests of who is not signed in, from one network (IPv4: a /24, IPv6: a /64). `off` also ends what slows guessing of passwords from one network; what slows guessing of one account stays.',
    form: rate,
    // A company behind one address signs in at nine o’clock: a hundred persons with three requests each.
    default: '300/m',
    pick: (config) => config.web.limits.perNetwork,
  }),
};
