// Runs first, and in any browser there is: write nothing here that Internet Explorer 8 cannot read.
(function () {
  'use strict';

  // 1. Close the ways out that no policy in a meta tag closes.
  delete window.RTCPeerConnection;
  delete window.webkitRTCPeerConnection;
  try { delete window.WebTransport; } catch (e) {}
  try { window.open = function () { return null; }; } catch (e) {}
  if (document.addEventListener) {
    document.addEventListener('click', function (event) {
      var node = event.target;
      while (node && node.nodeName !== 'A') { node = node.parentNode; }
      var to = node ? String(node.getAttribute('href') || '') : '';
      if (to && to.charAt(0) !== '#' && to.slice(0, 5) !== 'blob:') { event.preventDefault(); }
    }, true);
  }

  // 2. Say so where the browser is too old, instead of a blank page.
  function able() {
    try {
      return typeof WebAssembly === 'object' &&
        typeof DecompressionStream === 'function' &&
        CSS.supports('selector(:has(a))');
    } catch (e) {
      return false;
    }
  }
  if (able()) { return; }
  window.onload = function () {
    var body = document.body;
    while (body.firstChild) { body.removeChild(body.firstChild); }
    var lines = [
      '浏览器版本过低，打不开本页（需要 109 以上的内核）。',
      '使用 360、QQ、搜狗等浏览器的：请把地址栏右侧的“兼容模式”切换为“极速模式”，再打开本页。',
      '或者用新版 Edge、Chrome 打开。填好的台账不受影响。'
    ];
    for (var i = 0; i < lines.length; i += 1) {
      var line = document.createElement('p');
      line.appendChild(document.createTextNode(lines[i]));
      line.style.fontSize = '18px';
      line.style.margin = '24px';
      body.appendChild(line);
    }
  };
})();
