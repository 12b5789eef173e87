import type { Rule } from 'eslint';

/** What ESLint knows of the comments that switch rules off; its own types leave the method out. */
interface Directives {
  getDisableDirectives(): {
    readonly directives: readonly {
      readonly type: 'disable' | 'enable' | 'disable-line' | 'disable-next-line';
      /** What stands behind the two dashes. */
      readonly justification: string;
      readonly node: Rule.Node;
    }[];
  };
}

/** A comment that switches a rule off says why behind two dashes: `-- the protocol has that many replies`. */
export const disableNeedsReason: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: 'Say why the rule is switched off: eslint-disable-next-line rule -- reason' },
  },
  create: (context) => ({
    Program: () => {
      const { directives } = (context.sourceCode as unknown as Directives).getDisableDirectives();
      for (const { type, justification, node } of directives) {
        const isExplained = type === 'enable' || justification.trim() !== '';
        if (!isExplained && node.loc) context.report({ loc: node.loc, messageId: 'missing' });
      }
    },
  }),
};
