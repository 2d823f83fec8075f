import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// Relative addresses: the pages work at any path that the server puts them at.
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [vue()],
  build: { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 700 },
});
