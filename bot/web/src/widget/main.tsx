// /widget: the chat inside the iframe.

import '@chatui/core/dist/index.css';
import { createRoot } from 'react-dom/client';
import '../brand/tokens.css';
import { browserStorage, Kept } from '../chat/kept';
import { Transport } from '../chat/transport';
import '../privacy/privacy.css';
import { Host } from './host';
import './cards/cards.css';
import { Widget } from './Widget';
import './widget.css';

const kept = new Kept(browserStorage());
const socketUrl = `${window.location.protocol === 'https:' ? 'wss' : 'ws'}://${window.location.host}/api/chat/socket`;
const transport = new Transport({ kept, socketUrl });

createRoot(document.getElementById('root')!).render(<Widget transport={transport} kept={kept} host={new Host()} />);
