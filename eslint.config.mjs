import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import globals from './scripts/lib/globals.mjs';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['node_modules/', 'dist/', 'bin/', 'coverage/', 'extension/protocol.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: { globals },
  },
  {
    // Runs in the editor's panel, as it is.
    files: ['sidecar/report/html/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: Object.fromEntries(['DOMParser', 'Element', 'acquireVsCodeApi', 'addEventListener', 'document', 'scrollTo', 'window'].map((name) => [name, 'readonly'])),
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60 }],
    },
  },
  {
    // A child process has an owner that ends it: extension/sidecar.ts alone starts one.
    files: ['extension/**/*.ts'],
    ignores: ['extension/sidecar.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-imports': ['error', 'child_process', 'node:child_process'],
    },
  },
  {
    // describe() bodies and page scripts are long lists of short cases.
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      // The runner itself awaits what is registered with it.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['describe', 'it', 'test'] }] },
      ],
    },
  },
);
