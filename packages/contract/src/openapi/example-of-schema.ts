import type {} from 'zod';

// zod-openapi calls `example` deprecated in favour of the list `examples`. Here a schema has one example, and both are in OpenAPI 3.1.
declare module 'zod' {
  interface GlobalMeta {
    /** One value that the schema takes, for people. */
    example?: unknown;
  }
}
