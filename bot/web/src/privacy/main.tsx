// /privacy: the notice as a page of its own.

import { createRoot } from 'react-dom/client';
import '../brand/tokens.css';
import { Lantern } from '../brand/Lantern';
import { PrivacyNotice } from './PrivacyNotice';
import './privacy.css';

createRoot(document.getElementById('root')!).render(
  <main className="privacy-page">
    <p className="privacy-home">
      <Lantern size={28} /> <a href="/">明江供电</a>
    </p>
    <h1>小灯在线服务隐私说明</h1>
    <PrivacyNotice />
  </main>,
);
