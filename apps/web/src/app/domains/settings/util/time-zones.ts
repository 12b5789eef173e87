/** Time zones that belong together, such as those of Europe. */
export interface TimeZoneGroup {
  readonly name: string;
  readonly zones: readonly { readonly id: string; readonly label: string }[];
}

/** Time zones by what stands before the slash, to choose from: `America/Argentina/Salta` as `Argentina, Salta`. Those without a slash come last, as `UTC`. */
export function groupTimeZones(ids: readonly string[]): readonly TimeZoneGroup[] {
  const groups = new Map<string, { readonly id: string; readonly label: string }[]>();
  for (const id of ids) {
    const [area = '', ...place] = id.split('/');
    const name = place.length === 0 ? 'UTC' : area;
    const label = (place.length === 0 ? id : place.join(', ')).replaceAll('_', ' ');
    groups.set(name, [...(groups.get(name) ?? []), { id, label }]);
  }
  return Array.from(groups, ([name, zones]) => ({ name, zones })).sort(
    (a, b) => Number(a.name === 'UTC') - Number(b.name === 'UTC') || a.name.localeCompare(b.name),
  );
}

/** Every time zone that the browser knows, and UTC. */
export function knownTimeZones(): readonly string[] {
  const zones = Intl.supportedValuesOf('timeZone');
  return zones.includes('UTC') ? zones : [...zones, 'UTC'];
}
