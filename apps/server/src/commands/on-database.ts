import type { Arguments, Command, CommandContext, CommandDefinition, Options, Outcome } from './command.ts';
import { defineCommand } from './command.ts';
import type { Installation } from './open.ts';

/** A command that works on the database. */
export interface DatabaseCommandDefinition<O extends Options> extends Omit<CommandDefinition<O>, 'run'> {
  run(installation: Installation, args: Arguments<O>, context: CommandContext): Promise<Outcome>;
}

/**
 * Makes a command that is given an open installation for as long as it runs. The database code is loaded then and not
 * before, so that help and wrong usage are answered at once.
 */
export function defineDatabaseCommand<const O extends Options>(
  definition: DatabaseCommandDefinition<O>,
): Command {
  return defineCommand<O>({
    ...definition,
    run: async (context, args) => {
      const config = context.config();
      const { openInstallation } = await import('./open.ts');
      const opened = await openInstallation({ config, signal: context.signal });
      if (opened.kind === 'refused') return opened;
      await using installation = opened.installation;
      return await definition.run(installation, args, context);
    },
  });
}
