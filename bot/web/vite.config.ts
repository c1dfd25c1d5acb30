// Builds the pages into dist/, served by the gateway under its own origin.
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** ChatUI's style sheet loads fonts from elsewhere; no request may leave the page's own origin. */
function withoutRemoteFonts(): Plugin {
  return {
    name: 'without-remote-fonts',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@chatui/core/dist/index.css')) return null;
      return code
        .replace(/@font-face\{[^}]*url\((?:https?:)?\/\/[^}]*\}/g, '')
        .replace(/url\(["']?(?:https?:)?\/\/[^)]*\)/g, 'none');
    },
  };
}

const gateway = process.env.GATEWAY_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react(), withoutRemoteFonts()],
  appType: 'mpa',
  resolve: {
    // Its "browser" field is one bundle of everything; the ES modules can be taken one by one.
    alias: [{ find: /^@chatui\/core$/, replacement: '@chatui/core/es/index.js' }],
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: gateway, ws: true } },
  },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    manifest: true,
    chunkSizeWarningLimit: 900, // Ant Design, on the staff's pages only
    rolldownOptions: {
      // ChatUI doesn't declare that its modules are free of side effects; the widget uses a few of them.
      treeshake: { moduleSideEffects: (id) => !/@chatui\/core\/es\/|intersection-observer|core-js/.test(id) },
      input: {
        index: 'index.html',
        widget: 'widget.html',
        requests: 'requests.html',
        privacy: 'privacy.html',
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
  },
} as Parameters<typeof defineConfig>[0]);
