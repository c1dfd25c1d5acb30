// The privacy notice that a customer reads before the first binding; its version is the gateway's
// NOTICE_VERSION, stored with the consent.

export const NOTICE_VERSION = '2026-11';

export function PrivacyNotice() {
  return (
    <div className="privacy">
      <p>本服务由供电企业提供，用来在线回答用电问题。您可以不核实身份，直接询问电价、交费方式等公开内容；只有查询您自己的电费、用电量时，才需要核实身份。</p>
      <h2>我们处理哪些信息，为了什么</h2>
      <ul>
        <li>户号、户主姓名、预留手机号收到的验证码：只用于确认您有权查询这一户。</li>
        <li>这一户的账单、用电量、交费记录：只用于回答您的问题。</li>
        <li>对话内容：用于回答、转交人工处理，以及在您刷新页面后继续对话。</li>
        <li>您登记诉求时留下的联系电话：只用于回复这一诉求。</li>
      </ul>
      <h2>怎样保护</h2>
      <ul>
        <li>验证码一次有效，很快过期，不写入日志。</li>
        <li>日志和工作人员看到的对话中，手机号、户号等会被遮盖；查看完整号码会留下记录。</li>
        <li>除您主动登记的诉求外，不会把您的信息提供给其他方。</li>
      </ul>
      <h2>保存多久</h2>
      <p>对话只在提供服务和法律法规要求的期限内保存，期限届满后删除或匿名化；诉求记录按业务规定的期限保存。</p>
      <h2>您的权利</h2>
      <ul>
        <li>随时说“解除绑定”，即可撤回同意并删除本次绑定。</li>
        <li>您可以要求查阅、复制、更正或删除您的信息：请说“转人工”，由工作人员办理。</li>
        <li>不同意本说明，仍可咨询公开内容，或随时转人工。</li>
      </ul>
      <p className="privacy-version">版本：{NOTICE_VERSION}</p>
    </div>
  );
}
