import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    root: new URL('..', import.meta.url).pathname,
    globalSetup: './test/temporary.ts',
    testTimeout: 60_000,
    alias: [{ find: /^piscina$/, replacement: new URL('./compiledThreads.ts', import.meta.url).pathname }],
    // The files of a worker share what they import: reading and compiling the program for each of them took half the time.
    isolate: false,
    // Vitest leaves one core free: half of the machine, where there are two.
    maxWorkers: '100%',
  },
});
