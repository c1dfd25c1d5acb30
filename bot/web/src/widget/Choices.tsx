// The buttons under a bot's message: usable under the newest; once the talk has gone on, only those stay
// that ask a question of their own.

import type { ChatButton } from '../chat/contract';

/** Those that answer a question of then (yes, no, a choice, a step of a form) would answer another one now. */
const STANDALONE = /^\/(query|ask|explain|compare|request|report|show|check)_[a-z_]+(\{.*\})?$/;

export function staysValid(payload: string): boolean {
  return STANDALONE.test(payload);
}

export function Choices({
  buttons,
  live,
  onChoose,
}: {
  buttons: ChatButton[];
  live: boolean;
  onChoose: (button: ChatButton) => void;
}) {
  const usable = buttons.filter((button) => live || staysValid(button.payload));
  if (usable.length === 0) return null;
  return (
    <div className={live ? 'choices' : 'choices choices-old'} role="group" aria-label="可选择的回复">
      {usable.map((button) => (
        <button key={button.payload + button.title} type="button" className="choice" onClick={() => onChoose(button)}>
          {button.title}
        </button>
      ))}
    </div>
  );
}
