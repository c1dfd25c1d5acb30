// What the gateway tells every client: the hotline and the longest text; kept for when it can't be asked.

import { createContext, useContext, useEffect, useState } from 'react';
import type { ChatSettings } from '../chat/contract';
import { Gateway } from '../chat/gateway';
import type { Kept } from '../chat/kept';

const LONGEST_TEXT = 1000;

export interface Known {
  hotline: string | null;
  longestText: number;
}

const Settings = createContext<Known>({ hotline: null, longestText: LONGEST_TEXT });

export const SettingsKnown = Settings.Provider;

export function useKnownSettings(): Known {
  return useContext(Settings);
}

/** Reads the settings once, again when the network comes back, until they are there. */
export function useSettings(kept: Kept, gateway: Gateway): Known {
  const [settings, setSettings] = useState<ChatSettings | null>(() => kept.settings());
  useEffect(() => {
    let read = false;
    const look = () => {
      if (read) return;
      gateway.settings().then(
        (found) => {
          read = true;
          kept.keepSettings(found);
          setSettings(found);
        },
        () => undefined, // what was kept has to do
      );
    };
    look();
    window.addEventListener('online', look);
    return () => window.removeEventListener('online', look);
  }, [kept, gateway]);
  return { hotline: settings?.hotline ?? null, longestText: settings?.longest_text ?? LONGEST_TEXT };
}
