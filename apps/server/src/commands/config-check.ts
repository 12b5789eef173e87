import { formatProblems, loadConfig } from '../config/index.ts';
import { defineCommand, type Outcome } from './command.ts';

/** Says everything that is wrong with the configuration. */
export const configCheck = defineCommand({
  name: 'config check',
  summary: 'Check the configuration and list every fault',
  details: 'Looks at the environment alone; nothing is opened. The exit code is 2 when there is a fault.',
  run: ({ env }) => {
    const loaded = loadConfig(env);
    if (loaded.kind === 'invalid') {
      const { problems } = loaded;
      const data = {
        is_valid: false,
        problems: problems.map((problem) => ({ ...problem, value: problem.value ?? null })),
      };
      return Promise.resolve<Outcome>({ kind: 'misconfigured', text: formatProblems(problems), data });
    }
    const { mode, hostname } = loaded.config;
    const text = `The configuration has no fault. Mode: ${mode}, host name: ${hostname}.`;
    return Promise.resolve<Outcome>({ kind: 'done', text, data: { is_valid: true, problems: [] } });
  },
});
