/** DNS providers whose way to the records is described, by name; `other` is what nearly all have in common. Words: `domains.provider.<id>`. */
export const providers = [
  { id: 'cloudflare', name: 'Cloudflare' },
  { id: 'gandi', name: 'Gandi' },
  { id: 'godaddy', name: 'GoDaddy' },
  { id: 'hetzner', name: 'Hetzner' },
  { id: 'ionos', name: 'IONOS' },
  { id: 'namecheap', name: 'Namecheap' },
  { id: 'ovh', name: 'OVHcloud' },
  { id: 'porkbun', name: 'Porkbun' },
  { id: 'route53', name: 'Amazon Route 53' },
  { id: 'squarespace', name: 'Squarespace' },
] as const;
