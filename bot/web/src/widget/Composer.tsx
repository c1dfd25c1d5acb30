// The input: Enter sends, Shift+Enter breaks the line. (ChatUI's own sends on mouse-down only,
// so its button does nothing for the keyboard or a screen reader.)

import { Button, Input } from '@chatui/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

const LONGEST = 1000;

export function Composer({ onSend, focusOn }: { onSend: (text: string) => void; focusOn: number }) {
  const [text, setText] = useState('');
  const input = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (focusOn > 0) input.current?.focus();
  }, [focusOn]);

  const send = () => {
    const said = text.trim();
    if (said === '') return;
    onSend(said);
    setText('');
    input.current?.focus();
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
      <Input
        ref={input as never}
        className="composer-input"
        value={text}
        onChange={(value: string) => setText(value)}
        onKeyDown={keyDown}
        rows={1}
        autoSize
        maxRows={5}
        maxLength={LONGEST}
        showCount={text.length > LONGEST * 0.9}
        placeholder="请输入您的问题"
        aria-label="请输入您的问题"
        enterKeyHint="send"
      />
      <Button type="submit" color="primary" className="composer-send" disabled={text.trim() === ''}>
        发送
      </Button>
    </form>
  );
}
