// The buttons under a bot's message: usable under the newest, inert once the talk has gone on.

import type { ChatButton } from '../chat/contract';

/**
 * Old buttons that ask a question of their own stay usable; those that answer a question of then
 * (yes, no, a choice, a step of a form) don't: they would answer another question now.
 */
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
  return (
    <div className="choices" role="group" aria-label="可选择的回复">
      {buttons.map((button) => {
        const usable = live || staysValid(button.payload);
        return (
          <button key={button.payload + button.title} type="button" className="choice" disabled={!usable} onClick={() => onChoose(button)}>
            {button.title}
          </button>
        );
      })}
    </div>
  );
}
