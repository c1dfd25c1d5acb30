// A message's text: as text, with links that may be followed and the privacy notice one tap away.

import { Fragment, useState } from 'react';
import { pieces } from '../chat/links';

const LONG = 600;
/** How messages name the privacy notice. */
const NOTICE = /(《隐私说明》|告知书)/;

export function PlainText({ text, onPrivacy }: { text: string; onPrivacy: () => void }) {
  const [whole, showWhole] = useState(text.length <= LONG);
  const shown = whole ? text : `${text.slice(0, LONG)}…`;
  return (
    <>
      <p className="words">
        {pieces(shown).map((piece, index) =>
          piece.kind === 'link' ? (
            <a key={index} href={piece.href} target={piece.href.startsWith('tel:') ? undefined : '_blank'} rel="noopener noreferrer">
              {piece.text}
            </a>
          ) : (
            <Fragment key={index}>{withNotice(piece.text, onPrivacy)}</Fragment>
          ),
        )}
      </p>
      {!whole && (
        <button type="button" className="link-button" onClick={() => showWhole(true)}>
          展开全文
        </button>
      )}
    </>
  );
}

function withNotice(text: string, onPrivacy: () => void) {
  return text.split(NOTICE).map((part, index) =>
    index % 2 === 0 ? (
      <Fragment key={index}>{part}</Fragment>
    ) : (
      <button key={index} type="button" className="link-button" onClick={onPrivacy}>
        {part}
      </button>
    ),
  );
}
