import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import components from 'unplugin-vue-components/vite';
import { defineConfig } from 'vite';

// Where `npm run dev` sends calls: the service's HTTP address.
const service = process.env.COUNTERPOINT_HTTP ?? 'http://127.0.0.1:7412';

export default defineConfig({
  base: './',
  plugins: [vue(), components({ dirs: ['src/components'], resolvers: [ElementPlusResolver()], dts: true })],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  server: { proxy: { '^/counterpoint\\.v1\\.': service } },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
