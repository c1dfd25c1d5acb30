// Puts the chat on a page: <script src="https://…/loader.js" data-title="在线服务" defer></script>
// A launcher button with a badge, and the chat in an iframe of the script's own origin.
// After that: window.Mingdeng.open(), .close(), .ask('查电费').
(function () {
  'use strict';
  var script = document.currentScript;
  if (!script || window.Mingdeng) return;

  var origin = new URL(script.src).origin;
  var title = script.dataset.title || '在线服务';
  var side = script.dataset.side === 'left' ? 'left' : 'right';
  var colour = /^#[0-9a-f]{6}$/i.test(script.dataset.color || '') ? script.dataset.color : '#0d5c63';
  var USED = 'mingdeng.used';
  var OPEN = 'mingdeng.open';
  // As in the styles below: there the chat covers the page.
  var covering = window.matchMedia('(max-width:520px),(max-height:500px)');
  var covered = null;
  var frame = null;
  var ready = false;
  var isOpen = false;
  var focusing = true;
  var questions = [];

  var root = document.createElement('div');
  var shadow = root.attachShadow({ mode: 'open' });
  var styles =
    ':host{all:initial}' +
    '.launch{position:fixed;bottom:24px;' + side + ':24px;z-index:2147483000;display:flex;align-items:center;gap:10px;' +
    'height:60px;padding:0 22px 0 16px;border:0;border-radius:30px;cursor:pointer;color:#fff;background:' + colour + ';' +
    'font:600 17px/1 "PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif;' +
    'box-shadow:0 8px 28px rgba(7,48,58,.32);transition:transform .15s}' +
    '.launch:hover{transform:translateY(-2px)}' +
    '.launch:focus-visible{outline:3px solid #f4a73b;outline-offset:3px}' +
    '.badge{position:absolute;top:-10px;' + side + ':-4px;min-width:24px;height:24px;padding:0 6px;border-radius:12px;' +
    'background:#b3261e;color:#fff;font-size:14px;line-height:24px;text-align:center;border:2px solid #fff;box-sizing:content-box}' +
    '[hidden]{display:none!important}' +
    '.panel{position:fixed;bottom:24px;' + side + ':24px;z-index:2147483001;width:400px;height:min(780px,calc(100vh - 48px));' +
    'border-radius:18px;overflow:hidden;background:#f1f5f4;box-shadow:0 18px 60px rgba(7,48,58,.35)}' +
    'iframe{display:block;width:100%;height:100%;border:0}' +
    '@media (max-width:520px),(max-height:500px){.panel{inset:0;width:auto;height:100%;height:100dvh;border-radius:0}}' +
    '@media (max-width:520px){.launch{bottom:16px;' + side + ':16px;height:54px;padding:0 18px 0 13px;font-size:16px}}' +
    '@media (prefers-color-scheme:dark){.panel{background:#0b1d22;box-shadow:0 18px 60px rgba(0,0,0,.6)}}' +
    '@media (prefers-reduced-motion:reduce){.launch{transition:none}}';
  var constructed = 'adoptedStyleSheets' in shadow;
  if (constructed) {
    // Unlike a <style> element this works on pages whose policy forbids inline styles.
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    shadow.adoptedStyleSheets = [sheet];
  }
  shadow.innerHTML =
    (constructed ? '' : '<style>' + styles + '</style>') +
    '<button class="launch" type="button" aria-haspopup="dialog" aria-expanded="false">' +
    '<svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true"><path d="M16 2.5v4" stroke="#e9b566" stroke-width="1.800" stroke-linecap="round"/>' +
    '<path d="M11.200 6.500h9.600l1.400 3.200H9.800z" fill="#e9b566"/><path d="M9 10.200h14c1.900 3.200 1.900 9.400 0 12.600H9c-1.900-3.200-1.900-9.400 0-12.600z" fill="#f4a73b"/>' +
    '<path d="M16 12.400c2.500 2.900 3.200 4.400 3.200 5.800a3.200 3.200 0 0 1-6.400 0c0-1.400.7-2.900 3.200-5.800z" fill="#fff6e5"/>' +
    '<path d="M10.800 23.300h10.400l-1.300 2.900h-7.800z" fill="#e9b566"/><path d="M16 26.200v3.600" stroke="#e9b566" stroke-width="1.300" stroke-linecap="round"/></svg>' +
    '<span class="label"></span><span class="badge" hidden></span></button>' +
    '<div class="panel" role="dialog" hidden></div>';
  var launch = shadow.querySelector('.launch');
  var badge = shadow.querySelector('.badge');
  var panel = shadow.querySelector('.panel');
  shadow.querySelector('.label').textContent = title;
  panel.setAttribute('aria-label', title);

  function remembered(value) {
    try {
      if (value) localStorage.setItem(USED, value);
      return localStorage.getItem(USED);
    } catch (error) {
      return null;
    }
  }

  function keepOpen(open) {
    try {
      if (open) sessionStorage.setItem(OPEN, '1');
      else sessionStorage.removeItem(OPEN);
    } catch (error) {
      // A reload closes the chat then.
    }
  }

  function wasOpen() {
    try {
      return sessionStorage.getItem(OPEN) === '1';
    } catch (error) {
      return false;
    }
  }

  // While the chat covers the page, what lies below is neither scrolled nor reached by keyboard, and
  // the way back leads out of the chat, not off the page.
  function cover() {
    if (covered || !covering.matches) return;
    var inert = [];
    for (var child = document.body.firstElementChild; child; child = child.nextElementSibling) {
      if (child === root || child.inert || child.hasAttribute('data-over-chat')) continue;
      child.inert = true;
      inert.push(child);
    }
    covered = { inert: inert, overflow: document.documentElement.style.overflow };
    document.documentElement.style.overflow = 'hidden';
    if (!(history.state && history.state.mingdeng)) history.pushState({ mingdeng: true }, '');
  }

  function uncover(goBack) {
    if (!covered) return;
    covered.inert.forEach(function (child) {
      child.inert = false;
    });
    document.documentElement.style.overflow = covered.overflow;
    covered = null;
    if (goBack && history.state && history.state.mingdeng) history.back();
  }

  function tell(message) {
    if (frame && ready) frame.contentWindow.postMessage(message, origin);
  }

  function load() {
    if (frame) return;
    frame = document.createElement('iframe');
    frame.title = title;
    frame.src = origin + '/widget?host=' + encodeURIComponent(window.location.origin);
    panel.appendChild(frame);
  }

  function open(quietly) {
    load();
    remembered('1');
    isOpen = true;
    keepOpen(true);
    panel.hidden = false;
    launch.hidden = true;
    launch.setAttribute('aria-expanded', 'true');
    cover();
    focusing = !quietly;
    tell({ type: 'mingdeng:visible', visible: true, focus: focusing });
    if (focusing) frame.focus();
    document.dispatchEvent(new CustomEvent('mingdeng', { detail: { open: true } }));
  }

  function close(byWayBack) {
    if (!isOpen) return;
    isOpen = false;
    keepOpen(false);
    uncover(byWayBack !== true);
    panel.hidden = true;
    launch.hidden = false;
    launch.setAttribute('aria-expanded', 'false');
    tell({ type: 'mingdeng:visible', visible: false });
    launch.focus();
    document.dispatchEvent(new CustomEvent('mingdeng', { detail: { open: false } }));
  }

  function ask(text) {
    questions.push(String(text));
    open();
    flush();
  }

  function flush() {
    while (ready && questions.length) tell({ type: 'mingdeng:ask', text: questions.shift() });
  }

  function showUnread(count) {
    badge.hidden = !(count > 0);
    badge.textContent = count > 99 ? '99+' : String(count);
    launch.setAttribute('aria-label', count > 0 ? title + '，' + count + ' 条未读' : title);
  }

  window.addEventListener('message', function (event) {
    if (!frame || event.origin !== origin || event.source !== frame.contentWindow) return;
    var message = event.data || {};
    if (message.type === 'mingdeng:ready') {
      ready = true;
      tell({ type: 'mingdeng:visible', visible: isOpen, focus: focusing });
      flush();
    } else if (message.type === 'mingdeng:close') {
      close();
    } else if (message.type === 'mingdeng:unread' && typeof message.count === 'number') {
      showUnread(message.count);
    }
  });
  launch.addEventListener('click', function () {
    open();
  });
  window.addEventListener('popstate', function () {
    if (isOpen && covered && !(history.state && history.state.mingdeng)) close(true);
  });
  covering.addEventListener('change', function () {
    if (!isOpen) return;
    if (covering.matches) cover();
    else uncover(true);
  });
  showUnread(0);
  window.Mingdeng = {
    open: function () {
      open();
    },
    close: function () {
      close();
    },
    ask: ask,
  };

  function mount() {
    document.body.appendChild(root);
    // Who has talked before may have an answer waiting: the badge needs the frame. Others load nothing.
    if (wasOpen()) open(true);
    else if (remembered()) load();
  }
  if (document.body) mount();
  else document.addEventListener('DOMContentLoaded', mount);
})();
