// Whether an element is on the screen, most of it.

import { useEffect, useRef, type RefObject } from 'react';

const MOST = 0.6;

export function useInSight<T extends Element>(changed: (inSight: boolean) => void): RefObject<T | null> {
  const ref = useRef<T>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(
      (entries) => changed((entries[entries.length - 1]?.intersectionRatio ?? 0) >= MOST),
      { threshold: [MOST] },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [changed]);
  return ref;
}
