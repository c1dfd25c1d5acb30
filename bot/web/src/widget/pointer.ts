// Fingers: a focused input brings up the keyboard, which covers half of the talk.

/** Whether the main way of pointing is a finger. */
export function fingers(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}
