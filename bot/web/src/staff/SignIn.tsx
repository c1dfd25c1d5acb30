// The sign-in form of the staff's pages.

import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Lantern } from '../brand/Lantern';
import { staffApi, type SignedIn } from './staffApi';

export function SignIn({ onSignedIn, ended }: { onSignedIn: (member: SignedIn) => void; ended: boolean }) {
  const [error, setError] = useState<string | null>(ended ? '登录已过期，请重新登录。' : null);
  const [busy, setBusy] = useState(false);

  const submit = async ({ name, password }: { name: string; password: string }) => {
    setBusy(true);
    setError(null);
    try {
      onSignedIn(await staffApi.signIn(name.trim(), password));
    } catch (failure) {
      setError((failure as Error).message);
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Lantern size={52} />
        <h1>服务请求</h1>
        <p>工作人员登录</p>
        {error && <Alert type="error" showIcon title={error} role="alert" />}
        <Form layout="vertical" onFinish={(values) => void submit(values as { name: string; password: string })} requiredMark={false} size="large">
          <Form.Item label="姓名" name="name" rules={[{ required: true, message: '请输入姓名' }]}>
            <Input autoComplete="username" autoFocus />
          </Form.Item>
          <Form.Item label="密码" name="password" rules={[{ required: true, message: '请输入密码' }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={busy}>
            登录
          </Button>
        </Form>
      </div>
    </main>
  );
}
