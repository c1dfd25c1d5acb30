// Ant Design in the colours of brand/tokens.css, light or dark as the reader's system is.

import { theme, type ThemeConfig } from 'antd';
import { useSyncExternalStore } from 'react';

const SHARED = { borderRadius: 8, controlHeight: 36, fontFamily: 'inherit' };

export const LIGHT: ThemeConfig = {
  token: {
    ...SHARED,
    colorPrimary: '#0d5c63',
    colorLink: '#0d5c63',
    colorError: '#b3261e',
    colorText: '#12303a',
    colorTextSecondary: '#435d66',
    colorTextTertiary: '#5a7079',
    colorTextDescription: '#5a7079',
    colorTextPlaceholder: '#5a7079',
    colorTextQuaternary: '#5a7079',
  },
  components: { Segmented: { trackBg: '#dfe9e8' } },
};

export const DARK: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...SHARED,
    colorPrimary: '#2f8a90',
    colorLink: '#7fcbc7',
    colorError: '#ff9d92',
    colorText: '#e6efed',
    colorTextSecondary: '#b9cbcb',
    colorTextTertiary: '#9db2b3',
    colorTextDescription: '#9db2b3',
    colorTextPlaceholder: '#9db2b3',
    colorTextQuaternary: '#9db2b3',
    colorBgBase: '#0b1d22',
    colorBgContainer: '#132a31',
    colorBgElevated: '#1f3e46',
    colorBorder: '#5d7d82',
    colorBorderSecondary: '#284249',
    colorSplit: '#284249',
  },
  components: {
    // A panel is paper; what opens over it is lighter.
    Drawer: { colorBgElevated: '#132a31' },
    Segmented: { trackBg: '#19343b', itemSelectedBg: '#2c5057' },
    // White on the fill of the brand, as on the other pages.
    Button: {
      colorPrimary: '#0f6a71',
      colorPrimaryHover: '#14757c',
      colorPrimaryActive: '#0d5c63',
      defaultHoverColor: '#a9dedb',
      defaultHoverBorderColor: '#7fcbc7',
      defaultActiveColor: '#a9dedb',
      defaultActiveBorderColor: '#7fcbc7',
    },
  },
};

const dark = typeof window === 'undefined' || !window.matchMedia ? null : window.matchMedia('(prefers-color-scheme: dark)');

function subscribe(changed: () => void): () => void {
  dark?.addEventListener('change', changed);
  return () => dark?.removeEventListener('change', changed);
}

/** The theme of the scheme that the reader's system has now. */
export function useTheme(): ThemeConfig {
  return useSyncExternalStore(subscribe, () => dark?.matches ?? false) ? DARK : LIGHT;
}
