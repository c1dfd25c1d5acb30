// A message's text: as text, with links that may be followed and the privacy notice one tap away.

import { Fragment, useState, type ReactNode } from 'react';
import { pieces } from '../chat/links';
import { useKnownSettings } from './settings';

const LONG = 600;
/** How messages name the privacy notice. */
const NOTICE = /(《隐私说明》|\[[^\]\n]{1,20}\]\(\/privacy\)|告知书)/;

/** The answer itself: the first sentence, or the first line. */
const FIRST_SENTENCE = /^[^\n]*?[。！？!?](?![”」』）)])|^[^\n]+/;

/** A message's text; with `lead` its first sentence stands out, because a card says the rest. */
export function PlainText({ text, lead = false, onPrivacy }: { text: string; lead?: boolean; onPrivacy: () => void }) {
  const [whole, showWhole] = useState(text.length <= LONG);
  const shown = whole ? text : `${text.slice(0, LONG)}…`;
  const first = lead ? (FIRST_SENTENCE.exec(shown)?.[0] ?? '') : '';
  const plain = (words: string) => withNotice(words, onPrivacy);
  return (
    <>
      <p className="words">
        {first && (
          <b className="gist">
            <Linked text={first} plain={plain} />
          </b>
        )}
        {first ? <Rest text={shown.slice(first.length)} plain={plain} /> : <Linked text={shown} plain={plain} />}
      </p>
      {!whole && (
        <button type="button" className="link-button" onClick={() => showWhole(true)}>
          展开全文
        </button>
      )}
    </>
  );
}

/** What a card says as well takes two lines; the whole is a tap away, and read out in full. */
const BRIEF = 52;

function Rest({ text, plain }: { text: string; plain: (words: string) => ReactNode }) {
  const rest = text.trim();
  const [whole, showWhole] = useState(rest.length <= BRIEF);
  if (rest === '') return null;
  return (
    <>
      <span className={whole ? 'rest' : 'rest rest-brief'}>
        <Linked text={rest} plain={plain} />
      </span>
      {!whole && (
        <button type="button" className="link-button rest-more" onClick={() => showWhole(true)}>
          展开说明
        </button>
      )}
    </>
  );
}

/** Text with its links; what is no link is shown by `plain`. */
export function Linked({ text, plain = (words) => words }: { text: string; plain?: (words: string) => ReactNode }) {
  const { hotline } = useKnownSettings();
  return pieces(text, hotline).map((piece, index) =>
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
        {part.replace(/^\[(.*)\]\(.*\)$/, '$1')}
      </button>
    ),
  );
}
