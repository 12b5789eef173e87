const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is an id at all. People type ids; PostgreSQL refuses a statement with what is none. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}
