// /: the demo page.

import { createRoot } from 'react-dom/client';
import '../brand/tokens.css';
import './demo.css';
import { DemoPage } from './DemoPage';

createRoot(document.getElementById('root')!).render(<DemoPage />);
