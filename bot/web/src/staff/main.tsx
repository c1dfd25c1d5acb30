// /requests: what people have to do, for the staff.

import { App, ConfigProvider, Spin } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { useCallback, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import '../brand/tokens.css';
import { Lantern } from '../brand/Lantern';
import { Requests } from './Requests';
import { SignIn } from './SignIn';
import './staff.css';
import { staffApi, type SignedIn } from './staffApi';
import { useTheme } from './theme';

function Page() {
  const [member, setMember] = useState<SignedIn | null | undefined>(undefined);
  const [ended, setEnded] = useState(false);

  useEffect(() => {
    staffApi.who().then(setMember, () => setMember(null));
  }, []);

  const signedOut = useCallback(() => {
    setEnded(true);
    setMember(null);
  }, []);

  if (member === undefined) return <Spin className="page-wait" description="正在打开" />;
  if (member === null) {
    return (
      <SignIn
        ended={ended}
        onSignedIn={(signedIn) => {
          setEnded(false);
          setMember(signedIn);
        }}
      />
    );
  }
  return (
    <>
      <header className="staff-top">
        <Lantern size={30} />
        <b>小灯</b>
        <span>工作台</span>
        <span className="staff-name">{member.name}</span>
        <button type="button" className="staff-out" onClick={() => void staffApi.signOut().finally(() => setMember(null))}>
          退出
        </button>
      </header>
      <main className="staff-main">
        <Requests onSignedOut={signedOut} />
      </main>
    </>
  );
}

/** Everything in the scheme of the reader's system. */
function Themed() {
  return (
    <ConfigProvider locale={zhCN} button={{ autoInsertSpace: false }} theme={useTheme()}>
      <App>
        <Page />
      </App>
    </ConfigProvider>
  );
}

createRoot(document.getElementById('root')!).render(<Themed />);
