import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';
import { local } from './tools/lint/index.ts';

export default defineConfig(
  globalIgnores(['**/node_modules/', '.runtime/', 'data/', '**/testdata/', 'coverage/', 'apps/web/dist/']),
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
    files: ['bench/lists/in-page.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'PerformanceObserver',
          'MutationObserver',
          'performance',
          'document',
          'setTimeout',
          'clearTimeout',
          'requestAnimationFrame',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['apps/web/public/**/*.js'],
    languageOptions: {
      globals: {
        document: 'readonly',
        localStorage: 'readonly',
        navigator: 'readonly',
        location: 'readonly',
        Worker: 'readonly',
        close: 'readonly',
        self: 'readonly',
      },
    },
  },
  {
    files: ['apps/web/service-worker/**/*.js'],
    languageOptions: {
      globals: {
        caches: 'readonly',
        fetch: 'readonly',
        Request: 'readonly',
        self: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        AbortController: 'readonly',
        module: 'writable',
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
    files: ['apps/web/src/**/*.ts'],
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-selector': [
        'error',
        { type: 'element', prefix: 'app', style: 'kebab-case' },
      ],
      '@angular-eslint/prefer-signals': 'error',
      '@angular-eslint/prefer-host-metadata-property': 'off',
      // Settings of the CDK are classes that are given as plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // A class of Angular may have nothing but its decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      'max-lines': ['error', { max: 250 }],
    },
  },
  {
    files: ['apps/web/src/**/*.html', 'apps/web/src/**/*.ts/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
    rules: {
      // Read by `app-field`, which gives the label its `for`.
      '@angular-eslint/template/label-has-associated-control': 'off',
      '@angular-eslint/template/prefer-control-flow': 'error',
      '@angular-eslint/template/no-positive-tabindex': 'error',
      '@angular-eslint/template/button-has-type': 'error',
    },
  },
  {
    files: ['**/*.test.ts', '**/*.spec.ts', '**/*.fuzz.ts'],
    // A `describe` is a function of the whole suite, and a table of cases has as many columns as it needs.
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/max-params': 'off' },
  },
);
