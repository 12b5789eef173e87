/** Those that stand in what mail programs write about quotations; others stay as they are. */
const named: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ', commat: '@', colon: ':' },
    ...{
      Agrave: 'À',
      agrave: 'à',
      acirc: 'â',
      atilde: 'ã',
      auml: 'ä',
      Auml: 'Ä',
      aring: 'å',
      aelig: 'æ',
      ccedil: 'ç',
    },
    ...{ eacute: 'é', Eacute: 'É', egrave: 'è', ecirc: 'ê', euml: 'ë', iacute: 'í', icirc: 'î', ntilde: 'ñ' },
    ...{
      oacute: 'ó',
      ocirc: 'ô',
      otilde: 'õ',
      ouml: 'ö',
      oslash: 'ø',
      uacute: 'ú',
      uuml: 'ü',
      ugrave: 'ù',
      szlig: 'ß',
    },
  }),
);

const entity = /&(?:#([0-9]{1,7}|[xX][0-9A-Fa-f]{1,6})|([A-Za-z]{2,8}));?/g;
const maxCodePoint = 0x10ffff;

/** Text for matching out of HTML text. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(entity, (whole, number?: string, name?: string) => {
    if (name !== undefined) return named.get(name) ?? whole;
    const code = Number(/^[xX]/.test(number ?? '') ? `0${number ?? ''}` : number);
    return code <= maxCodePoint ? String.fromCodePoint(code) : whole;
  });
}
