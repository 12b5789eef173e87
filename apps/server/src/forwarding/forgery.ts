import { fieldValue, isForgedAuthenticationResults, type HeaderField } from '@smtpy/mail';

/** RFC 8601 §5: tells what claims to be our own verdict, and has to go. Our name is the one in our trace fields. */
export function forgeryTest(trace: readonly HeaderField[]): (field: HeaderField) => boolean {
  const own = trace.find(({ lowerName }) => lowerName === 'authentication-results');
  if (own === undefined) return () => false;
  const [authservId = ''] = fieldValue(own).toString('latin1').split(';', 1);
  return (field) => isForgedAuthenticationResults(field, authservId.trim());
}
