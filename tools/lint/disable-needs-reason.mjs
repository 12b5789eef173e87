/** A comment that switches a rule off says why behind two dashes: `-- the protocol has that many replies`. */
export const disableNeedsReason = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: 'Say why the rule is switched off: eslint-disable-next-line rule -- reason' },
  },
  create(context) {
    return {
      Program() {
        for (const { type, justification, node } of context.sourceCode.getDisableDirectives().directives) {
          if (type !== 'enable' && justification.trim() === '') context.report({ loc: node.loc, messageId: 'missing' });
        }
      },
    };
  },
};
