/** What of a browser's own words people know: its name, and the system that it runs on. */
export interface Device {
  /** `Firefox`; undefined: it cannot be told. */
  readonly browser: string | undefined;
  /** `Windows`. */
  readonly system: string | undefined;
  readonly isPhone: boolean;
}

/** The order matters: browsers name those that they resemble as well. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//u, 'Edge'],
  [/\bOPR\//u, 'Opera'],
  [/\bSamsungBrowser\//u, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//u, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome|Chromium)\//u, 'Chrome'],
  [/\bVersion\/.*\bSafari\//u, 'Safari'],
  [/^curl\//u, 'curl'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/u, 'iPhone'],
  [/\biPad\b/u, 'iPad'],
  [/\bAndroid\b/u, 'Android'],
  [/\bWindows\b/u, 'Windows'],
  [/\bCrOS\b/u, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/u, 'macOS'],
  [/\bLinux\b/u, 'Linux'],
];

/** Reads a `User-Agent` (RFC 9110 §10.1.5). It is what the browser says of itself, and no more than a hint. */
export function readDevice(userAgent: string | null | undefined): Device {
  const text = userAgent ?? '';
  const find = (table: readonly (readonly [RegExp, string])[]): string | undefined =>
    table.find(([form]) => form.test(text))?.[1];
  const system = find(systems);
  return {
    browser: find(browsers),
    system,
    isPhone: system === 'iPhone' || (system === 'Android' && /\bMobile\b/u.test(text)),
  };
}
