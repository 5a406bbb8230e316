import { defineConfig } from 'vite';

export default defineConfig({
  // Some of Grafana's packages ask for Node's globals.
  define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}', global: 'globalThis' },
  esbuild: { jsx: 'automatic' },
  build: { chunkSizeWarningLimit: 8000 },
  logLevel: 'warn',
});
