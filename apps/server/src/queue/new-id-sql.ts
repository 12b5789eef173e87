/**
 * A UUIDv7 of the present (RFC 9562 §5.7), for rows that a statement makes of what it finds; elsewhere ids are made in the program.
 * PostgreSQL 15 has no function for it. Within a millisecond the order is random.
 */
export const newIdSql = `overlay(gen_random_uuid()::text placing left(uuid_floor(clock_timestamp())::text, 14) || '7' from 1)::uuid`;
