// The home page of an invented utility, to see the chat where customers would meet it.

import { useState, type FormEvent } from 'react';
import { Lantern } from '../brand/Lantern';
import { Icon, type IconName } from '../widget/icons';
import { askChat, openChat, useChatOpen } from './chat';
import { usePeople, useTextMessages, type DemoPerson, type Loaded } from './demoApi';
import { DemoPhone, SmsPeek } from './DemoPhone';
import { River } from './River';

const SERVICES: { icon: IconName; name: string; more: string; ask: string }[] = [
  { icon: 'bill', name: '查电费', more: '账单和每一行明细', ask: '查我的电费' },
  { icon: 'steps', name: '为什么高了', more: '和上月、去年比', ask: '这个月电费为什么这么高' },
  { icon: 'chart', name: '用电量', more: '按月、按日、峰谷', ask: '看看我的用电量' },
  { icon: 'price', name: '电价', more: '现行电价与出处', ask: '现在的电价是多少' },
  { icon: 'balance', name: '峰谷划算吗', more: '按您去年用电算', ask: '换成峰谷电价划算吗' },
  { icon: 'wallet', name: '交费与发票', more: '记录、到账、发票', ask: '看看我的交费记录' },
  { icon: 'meter', name: '抄表疑问', more: '示数不对，登记核查', ask: '我觉得抄表数不对' },
  { icon: 'person', name: '转人工', more: '登记回电，有单号有时限', ask: '转人工' },
];

const NOTICES: { tag: string; title: string; text: string; ask?: string }[] = [
  {
    tag: '服务',
    title: '预留手机号换了，怎么办',
    text: '查自己的电费要用预留手机号收验证码。号码早就不用了的、租房的、替父母查的，都有别的办法。',
    ask: '预留手机号换了怎么办',
  },
  {
    tag: '电价',
    title: '阶梯电价按年累计，元旦重新起算',
    text: '用到第几档、下一度电多少钱，问一句就有按您自己用电算出的答案。',
    ask: '我的阶梯电量用到哪一档了',
  },
  {
    tag: '安全',
    title: '谨防假冒催费',
    text: '验证码只在您自己发起的对话里使用。不要把验证码念给打电话来的人。',
  },
];

const PROMISES = [
  { title: '查的是真账', text: '答案来自您这一户的账单、示数和交费记录，逐行列出来，加起来一分不差。' },
  { title: '讲得清出处', text: '说到电价，就说明从哪天起执行、依据是什么。查不到的，直说查不到。' },
  { title: '转人工有回音', text: '任何时候说“转人工”，都会登记给工作人员，有单号，有答复时限。' },
];

const FEW_PEOPLE = 4;

export function DemoPage() {
  const chatOpen = useChatOpen();
  const messages = useTextMessages(chatOpen ? 2_000 : 6_000);
  const [people, readAgain] = usePeople();
  const [phoneInSight, setPhoneInSight] = useState(false);
  return (
    <>
      <a className="skip" href="#main">
        跳到主要内容
      </a>
      <p className="demo-strip">演示网站：“明江供电”和页面上的人名、户号、公告都是虚构的，不办理真实业务。</p>
      <header className="top">
        <a className="brand" href="/">
          <Lantern size={40} />
          <span>
            <b>明江供电</b>
            <small>网上营业厅</small>
          </span>
        </a>
        <nav aria-label="主导航">
          <a href="#services">用电服务</a>
          <a href="#notices">公告</a>
          <a href="#outages">停电信息</a>
          <a href="#try">演示客户</a>
        </nav>
        <button type="button" className="top-ask" onClick={openChat}>
          在线服务
        </button>
      </header>
      <main id="main">
        <Hero />
        <section id="services" className="services" aria-labelledby="services-title">
          <h2 id="services-title" className="only-heard">
            常用服务
          </h2>
          <ul>
            {SERVICES.map((service) => (
              <li key={service.name}>
                <button type="button" onClick={() => askChat(service.ask)}>
                  <span className="service-icon">
                    <Icon name={service.icon} size={26} />
                  </span>
                  <span className="service-words">
                    <b>{service.name}</b>
                    <small>{service.more}</small>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>

        <div className="columns">
          <section id="notices" aria-labelledby="notices-title">
            <h2 id="notices-title">公告</h2>
            <ul className="notices">
              {NOTICES.map((notice) => (
                <li key={notice.title}>
                  <span className="notice-tag">{notice.tag}</span>
                  <div>
                    <h3>{notice.title}</h3>
                    <p>{notice.text}</p>
                    {notice.ask && (
                      <button type="button" className="text-button" onClick={() => askChat(notice.ask!)}>
                        问一问小灯
                      </button>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          </section>
          <section id="outages" className="outages" aria-labelledby="outages-title">
            <h2 id="outages-title">停电信息</h2>
            <div className="outage-empty">
              <Icon name="bolt" size={34} />
              <p>
                <b>这里没有停电数据</b>
              </p>
              <p>演示网站没有接入停电系统，所以不显示，也不编造任何停电公告。</p>
              <button type="button" className="text-button" onClick={() => askChat('我家停电了')}>
                家里停电了？说给小灯听
              </button>
            </div>
          </section>
        </div>

        <section className="promises" aria-labelledby="promises-title">
          <h2 id="promises-title">小灯怎样回答</h2>
          <ol>
            {PROMISES.map((promise) => (
              <li key={promise.title}>
                <h3>{promise.title}</h3>
                <p>{promise.text}</p>
              </li>
            ))}
          </ol>
        </section>

        <section id="try" className="try" aria-labelledby="try-title">
          <div className="try-head">
            <h2 id="try-title">借一位演示客户试试</h2>
            <p>选一位，在对话里报出户号和户主姓名，验证码会发到演示手机上。点问题，就直接问。</p>
          </div>
          <div className="try-columns">
            <DemoPhone messages={messages} onInSight={setPhoneInSight} />
            <People people={people} readAgain={readAgain} />
          </div>
        </section>
      </main>
      <footer className="bottom">
        <div>
          <Lantern size={30} />
          <p>
            <b>明江供电</b>（虚构）网上营业厅演示，在线服务由开源的用电助手提供。
          </p>
        </div>
        <nav aria-label="页脚">
          <a href="/privacy">隐私说明</a>
          <a href="/requests">工作人员入口</a>
        </nav>
      </footer>
      <SmsPeek
        messages={messages}
        chatOpen={chatOpen}
        // On a phone the open chat covers the page.
        phoneInSight={phoneInSight && !(chatOpen && window.matchMedia('(max-width: 520px)').matches)}
      />
    </>
  );
}

function Hero() {
  const [question, setQuestion] = useState('');
  const ask = (event: FormEvent) => {
    event.preventDefault();
    const said = question.trim();
    setQuestion('');
    if (said === '') openChat();
    else askChat(said);
  };
  return (
    <section className="hero" aria-labelledby="hero-title">
      <River />
      <div className="hero-words">
        <h1 id="hero-title">
          一盏小灯，
          <br />
          照看万家用电
        </h1>
        <p>电费多少、为什么高了、怎么用更省，说一句话，就有来自您自己账单的答案。</p>
        <form className="hero-ask" onSubmit={ask}>
          <label className="only-heard" htmlFor="hero-question">
            想问什么
          </label>
          <input
            id="hero-question"
            value={question}
            maxLength={200}
            autoComplete="off"
            placeholder="例如：上个月电费多少"
            onChange={(event) => setQuestion(event.target.value)}
          />
          <button type="submit">问一问</button>
        </form>
      </div>
    </section>
  );
}

function People({ people, readAgain }: { people: Loaded<DemoPerson[]>; readAgain: () => void }) {
  const [all, showAll] = useState(false);
  if (people.state === 'loading') return <p className="people-state">正在读取演示客户…</p>;
  if (people.state === 'off') return <p className="people-state">演示模式没有开启，没有可试用的客户。</p>;
  if (people.state === 'failed') {
    return (
      <p className="people-state">
        暂时读不到演示客户。{' '}
        <button type="button" className="text-button" onClick={readAgain}>
          再试一次
        </button>
      </p>
    );
  }
  const shown = all ? people.value : people.value.slice(0, FEW_PEOPLE);
  return (
    <div className="people-place">
      <ul className="people">
        {shown.map((person) => (
          <Person key={person.number} person={person} />
        ))}
      </ul>
      {people.value.length > FEW_PEOPLE && (
        <button type="button" className="more-people" aria-expanded={all} onClick={() => showAll(!all)}>
          {all ? '收起' : `显示全部 ${people.value.length} 位`}
        </button>
      )}
    </div>
  );
}

function Person({ person }: { person: DemoPerson }) {
  const [copied, setCopied] = useState(false);
  return (
    <li className="person">
      <h3>{person.name}</h3>
      <p className="person-about">{person.about}</p>
      <dl>
        <div>
          <dt>户号</dt>
          <dd>
            {person.number}
            {navigator.clipboard && (
              <button
                type="button"
                className="copy"
                aria-label={`复制${person.name}的户号`}
                onClick={() => void navigator.clipboard.writeText(person.number).then(() => setCopied(true))}
              >
                {copied ? '已复制' : '复制'}
              </button>
            )}
          </dd>
        </div>
        <div>
          <dt>手机</dt>
          <dd>{person.phone}</dd>
        </div>
      </dl>
      <ul className="person-try" aria-label={`可以替${person.name}问`}>
        {person.try.map((question) => (
          <li key={question}>
            <button type="button" onClick={() => askChat(question)}>
              {question}
            </button>
          </li>
        ))}
      </ul>
    </li>
  );
}
