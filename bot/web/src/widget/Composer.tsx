// The input: Enter sends, Shift+Enter breaks the line. (ChatUI's own sends on mouse-down only,
// so its button does nothing for the keyboard or a screen reader.)

import { Button, Input } from '@chatui/core';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { KeptDraft } from '../chat/kept';
import { fingers } from './pointer';
import { useKnownSettings } from './settings';

const draft = new KeptDraft();
/** The counter shows when so much of the longest text is used. */
const NEARLY_FULL = 0.9;

export function Composer({ onSend, focusOn, codeAsked }: { onSend: (text: string) => void; focusOn: number; codeAsked: boolean }) {
  const [text, setText] = useState(() => draft.read());
  const input = useRef<HTMLTextAreaElement>(null);
  const told = useId();
  const { longestText } = useKnownSettings();
  const over = text.length - longestText;

  useEffect(() => {
    if (focusOn > 0) input.current?.focus();
  }, [focusOn]);

  const write = (written: string) => {
    setText(written);
    draft.keep(written);
  };

  const send = () => {
    const said = text.trim();
    if (said === '' || over > 0) return;
    onSend(said);
    write('');
    // A tap on the button lets the keyboard of a phone go, so that the answer has room.
    if (!fingers()) input.current?.focus();
  };

  const keyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word. Safari says so only by the key code.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="composer-place">
        <p id={told} className={over > 0 ? 'too-long' : 'counter'} role="status">
          {over > 0
            ? `太长了，超出 ${over} 个字。一次最多 ${longestText} 个字，请分几次发。`
            : text.length > longestText * NEARLY_FULL
              ? `还能写 ${-over} 个字`
              : ''}
        </p>
        <Input
          ref={input as never}
          className="composer-input"
          value={text}
          onChange={write}
          onKeyDown={keyDown}
          rows={1}
          autoSize
          maxRows={5}
          placeholder={codeAsked ? '请输入6位验证码' : '请输入您的问题'}
          aria-label="请输入您的问题"
          aria-describedby={told}
          aria-invalid={over > 0}
          inputMode={codeAsked ? 'numeric' : 'text'}
          autoComplete={codeAsked ? 'one-time-code' : 'off'}
          enterKeyHint="send"
        />
      </div>
      <Button type="submit" color="primary" className="composer-send" disabled={text.trim() === '' || over > 0}>
        发送
      </Button>
    </form>
  );
}
