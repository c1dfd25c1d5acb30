// A message's text: as text, with links that may be followed and the privacy notice one tap away.

import { Fragment, useState, type ReactNode } from 'react';
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
        <Linked text={shown} plain={(text) => withNotice(text, onPrivacy)} />
      </p>
      {!whole && (
        <button type="button" className="link-button" onClick={() => showWhole(true)}>
          展开全文
        </button>
      )}
    </>
  );
}

/** Text with its links; what is no link is shown by `plain`. */
export function Linked({ text, plain = (words) => words }: { text: string; plain?: (words: string) => ReactNode }) {
  return pieces(text).map((piece, index) =>
    piece.kind === 'link' ? (
      <a key={index} href={piece.href} target={piece.href.startsWith('tel:') ? undefined : '_blank'} rel="noopener noreferrer">
        {piece.text}
      </a>
    ) : (
      <Fragment key={index}>{plain(piece.text)}</Fragment>
    ),
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
