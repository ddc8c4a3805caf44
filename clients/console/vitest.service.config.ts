// Of tests that call a running service, CONSOLE_URL.
import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['journeys/*.test.ts'], testTimeout: 60_000 } });
