// A new urgent request is heard and seen, also when the page lies behind others.

import { useCallback, useEffect, useRef, useState } from 'react';
import { staffApi, StaffError, type RequestSummary } from './staffApi';

/** Danger has 15 minutes; this much of it may pass before the page knows. */
const LOOK_MS = 6_000;
const WANTED = 'mingdeng.staff.sound';
const SEEN = 'mingdeng.staff.seen';
const MOST_SEEN = 300;
const TITLE = document.title;

export type Sound = 'off' | 'on' | 'blocked';

export interface Alarm {
  /** Urgent open requests that nobody has looked at in this browser. */
  unseen: RequestSummary[];
  sound: Sound;
  /** The last look failed: an alarm may be missing. */
  deaf: boolean;
  toggleSound: () => void;
  seen: (number: string) => void;
}

function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Asked again after a reload then.
  }
}

function seenBefore(): Set<string> {
  try {
    const numbers: unknown = JSON.parse(kept(SEEN) ?? '[]');
    return new Set(Array.isArray(numbers) ? numbers.map(String) : []);
  } catch {
    return new Set();
  }
}

/** Three double tones, made here: nothing is loaded. */
function ring(context: AudioContext): void {
  for (let stroke = 0; stroke < 6; stroke += 1) {
    const begin = context.currentTime + 0.05 + stroke * 0.22;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = 'square';
    tone.frequency.value = stroke % 2 === 0 ? 988 : 740;
    volume.gain.setValueAtTime(0.0001, begin);
    volume.gain.exponentialRampToValueAtTime(0.25, begin + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, begin + 0.2);
    tone.connect(volume).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + 0.21);
  }
}

function notify(request: RequestSummary, open: (number: string) => void): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  try {
    const shown = new Notification(`紧急：${request.title}`, { body: request.summary, tag: request.number, requireInteraction: true });
    shown.onclick = () => {
      window.focus();
      open(request.number);
      shown.close();
    };
  } catch {
    // Some phones allow notifications from service workers only.
  }
}

/**
 * Looks for urgent requests as long as the page is open, hidden or not.
 *
 * @param open opens a request, when its notification is clicked
 * @param signedOut the sign-in has ended
 */
export function useAlarm(open: (number: string) => void, signedOut: () => void): Alarm {
  const [urgent, setUrgent] = useState<RequestSummary[]>([]);
  const [seen, setSeen] = useState(seenBefore);
  const [deaf, setDeaf] = useState(false);
  const [sound, setSound] = useState<Sound>(() => (kept(WANTED) === '1' ? 'blocked' : 'off'));
  const audio = useRef<AudioContext | null>(null);
  const told = useRef(new Set<string>());

  const look = useCallback(async () => {
    try {
      const { requests } = await staffApi.list('open', null, 0);
      setUrgent(requests.filter((request) => request.priority === 'urgent'));
      setDeaf(false);
    } catch (failure) {
      if (failure instanceof StaffError && failure.status === 401) signedOut();
      else setDeaf(true);
    }
  }, [signedOut]);

  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => clearInterval(timer);
  }, [look]);

  const unseen = urgent.filter((request) => !seen.has(request.number));
  const count = unseen.length;

  useEffect(() => {
    document.title = count > 0 ? `(${count}) 紧急 · ${TITLE}` : TITLE;
    return () => {
      document.title = TITLE;
    };
  }, [count]);

  // It rings at each look until somebody has opened what is new.
  useEffect(() => {
    if (count > 0 && sound === 'on' && audio.current) ring(audio.current);
    for (const request of unseen) {
      if (told.current.has(request.number)) continue;
      told.current.add(request.number);
      notify(request, open);
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [urgent, count > 0, sound]);

  const start = useCallback(async () => {
    audio.current ??= new AudioContext();
    await audio.current.resume().catch(() => undefined);
    const running = audio.current.state === 'running';
    setSound(running ? 'on' : 'blocked');
    return running;
  }, []);

  // Browsers let a page sound only after a click on it; the wish for it is remembered.
  useEffect(() => {
    if (sound !== 'blocked') return undefined;
    const clicked = () => void start();
    document.addEventListener('pointerdown', clicked, { once: true });
    return () => document.removeEventListener('pointerdown', clicked);
  }, [sound, start]);

  const toggleSound = useCallback(() => {
    if (sound === 'on') {
      keep(WANTED, '0');
      setSound('off');
      return;
    }
    keep(WANTED, '1');
    void start().then((running) => {
      if (running && audio.current) ring(audio.current);
    });
    if (typeof Notification !== 'undefined' && Notification.permission === 'default') void Notification.requestPermission();
  }, [sound, start]);

  const markSeen = useCallback((number: string) => {
    setSeen((before) => {
      if (before.has(number)) return before;
      const next = new Set([...before, number].slice(-MOST_SEEN));
      keep(SEEN, JSON.stringify([...next]));
      return next;
    });
  }, []);

  return { unseen, sound, deaf, toggleSound, seen: markSeen };
}
