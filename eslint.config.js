import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { local } from './tools/lint/index.ts';

export default defineConfig(
  globalIgnores(['**/node_modules/', '.runtime/', 'data/', '**/testdata/', '**/dist/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Numbers print as people expect; anything else in a template is a slip.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      // `_name` says that the value is not wanted; TypeScript itself reports the rest.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `() => socket.end()` is how callbacks without a result are written.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Units are objects of functions that do not use `this`, and are taken apart freely.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', module: 'writable' },
    },
  },
  {
    files: ['apps/web/{public,service-worker}/**/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: {
        caches: 'readonly',
        document: 'readonly',
        fetch: 'readonly',
        localStorage: 'readonly',
        navigator: 'readonly',
        Request: 'readonly',
        self: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
  {
    plugins: { local },
    rules: {
      eqeqeq: 'error',
      'prefer-const': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'anywhere' }],
      'local/disable-needs-reason': 'error',
    },
  },
  {
    files: ['apps/*/src/**/*.ts', 'packages/*/src/**/*.ts'],
    rules: {
      // A longer file or function needs a disable comment with its reason.
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 50 }],
    },
  },
  {
    files: ['**/*.test.ts', '**/*.fuzz.ts'],
    // A `describe` is a function of the whole suite, and a table of cases has as many columns as it needs.
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/max-params': 'off' },
  },
);
