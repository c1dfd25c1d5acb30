// /widget: the chat inside the iframe.

import '@chatui/core/dist/index.css';
import { createRoot } from 'react-dom/client';
import '../brand/tokens.css';
import { Gateway } from '../chat/gateway';
import { browserStorage, Kept } from '../chat/kept';
import { Transport } from '../chat/transport';
import '../privacy/privacy.css';
import { Host } from './host';
import './cards/cards.css';
import { Widget } from './Widget';
import './widget.css';

const kept = new Kept(browserStorage());
const socketUrl = `${window.location.protocol === 'https:' ? 'wss' : 'ws'}://${window.location.host}/api/chat/socket`;
const gateway = new Gateway();
const windows = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('mingdeng');
const transport = new Transport({ kept, gateway, socketUrl, windows });

createRoot(document.getElementById('root')!).render(<Widget transport={transport} kept={kept} gateway={gateway} host={new Host()} />);
