/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testSequencer: '<rootDir>/jest.sequencer.mjs',
  // Tests read the packages' TypeScript, as development does.
  testEnvironmentOptions: { customExportConditions: ['kie-src', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
    // Two packages that exist as ES modules only and are required by CommonJS ones.
    '/node_modules/(content-disposition|cookie)/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!\\.pnpm/|(content-disposition|cookie)/)'],
  testMatch: [
    '<rootDir>/{apps,packages,tools}/*/src/**/*.test.ts',
    '<rootDir>/{e2e,chaos,bench}/**/*.test.ts',
    '<rootDir>/ops/{observe,image}/src/**/*.test.ts',
  ],
  modulePathIgnorePatterns: ['<rootDir>/(apps|packages|tools|ops)/[^/]+/dist/'],
  testTimeout: 30_000,
}
