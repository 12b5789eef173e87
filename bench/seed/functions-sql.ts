/**
 * What the statements of the seed share, as functions that PostgreSQL folds into them. `seed_draw(i, salt)` is a number in [0, 1) that
 * follows from the seed; the ids are UUIDv7 (RFC 9562 §5.7) whose random part says what they are of.
 */
export const createFunctions = (seed: number): string => `
create or replace function seed_draw(i bigint, salt integer) returns float8 language sql immutable parallel safe as $$
  select (hashint8extended(i, ${String(seed)} * 1000 + salt) & 9007199254740991)::float8 / 9007199254740992
$$;
create or replace function seed_id(at timestamptz, mark text, i bigint) returns uuid language sql immutable parallel safe as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || mark || '8000' || lpad(to_hex(i), 12, '0'))::uuid
$$;
create or replace function seed_old_id(mark text, i bigint) returns uuid language sql immutable parallel safe as $$
  select ('01900000000' || '07' || mark || '8000' || lpad(to_hex(i), 12, '0'))::uuid
$$;
create or replace function seed_sender(u float8) returns integer language sql immutable parallel safe as $$
  select floor(5000 * u * u * u * u)::integer
$$;
`;

/** They are of no use afterwards. */
export const dropFunctions = `
drop function seed_draw(bigint, integer);
drop function seed_id(timestamptz, text, bigint);
drop function seed_old_id(text, bigint);
drop function seed_sender(float8);
drop table seed_organizations;
`;
