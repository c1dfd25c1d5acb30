// Typing dots only where the answer takes a moment: most come sooner, and dots that flash move the talk.

import { useEffect, useState } from 'react';

const AFTER_MS = 400;

export function useTypingShown(typing: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!typing) return undefined;
    const timer = setTimeout(() => setLate(true), AFTER_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [typing]);
  return typing && late;
}
