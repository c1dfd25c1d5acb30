// A modal dialog on the browser's own <dialog>: it keeps the focus inside and gives it back.

import { useEffect, useId, useRef, type ReactNode } from 'react';

export function Dialog({ title, onClose, children, actions }: { title: string; onClose: () => void; children: ReactNode; actions: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={id} onClose={onClose} onCancel={onClose}>
      <h2 id={id}>{title}</h2>
      <div className="dialog-body" tabIndex={0} role="region" aria-labelledby={id}>
        {children}
      </div>
      <div className="dialog-actions">{actions}</div>
    </dialog>
  );
}
