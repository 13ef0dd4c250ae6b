// How a page is read: the reader's own size of type and colours, and reading aloud.
//
// It runs before the page is first painted, so that nothing moves or flashes. What is chosen stays
// in the reader's browser and is sent nowhere. Written for old browsers too: where it fails, the
// page is as it was.
(function () {
  var KEY = 'liangshai-reading';
  var NAMES = ['fontscale', 'colours'];
  var root = document.documentElement;
  var chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem(KEY)) || {};
  } catch (e) { /* nothing is kept here */ }

  function show() {
    NAMES.forEach(function (name) {
      if (chosen[name]) root.setAttribute('data-' + name, chosen[name]);
      else root.removeAttribute('data-' + name);
    });
  }

  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify(chosen));
    } catch (e) { /* it holds for this page */ }
  }

  show();
  // Says that the controls work; the style sheet shows them by it.
  root.classList.add('js');

  function choices(aids) {
    NAMES.forEach(function (name) {
      aids.querySelectorAll('[name=' + name + ']').forEach(function (radio) {
        radio.checked = radio.value === (chosen[name] || '');
        radio.addEventListener('change', function () {
          chosen[name] = radio.value;
          show();
          keep();
        });
      });
    });
  }

  // ---- reading aloud, by voices that are on the device: the others send the text elsewhere

  var speech = window.speechSynthesis;
  var BLOCK = 'h1,h2,h3,h4,h5,h6,p,li,dt,dd,th,td,caption,figcaption,summary,blockquote';
  var SILENT = '[aria-hidden=true],svg,nav,button,input,select,script';

  function language(of) {
    return of.toLowerCase().replace('_', '-').replace(/^cmn/, 'zh');
  }

  function voice(lang) {
    var wanted = language(lang);
    var speaks = speech.getVoices().filter(function (voice) {
      return voice.localService && language(voice.lang).split('-')[0] === wanted.split('-')[0];
    });
    return speaks.filter(function (voice) { return language(voice.lang).indexOf(wanted) === 0; })[0]
      || speaks[0];
  }

  /** What is to be seen of the main text, a block at a time, each in its language. */
  function blocks() {
    var found = [];
    var walker = document.createTreeWalker(document.getElementById('main'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      var words = walker.currentNode.data.trim();
      var at = walker.currentNode.parentElement;
      if (!words || at.closest(SILENT) || !at.getClientRects().length) continue;
      var block = at.closest(BLOCK) || at;
      var last = found[found.length - 1];
      var lang = at.closest('[lang]').lang;
      if (last && last.block === block && last.lang === lang) last.words += ' ' + words;
      else found.push({ block: block, words: words, lang: lang });
    }
    return found;
  }

  function aloud(part) {
    var play = part.querySelector('button');
    var stop = part.querySelector('button + button');
    var start = play.textContent;
    var read = [];
    var at = 0;
    var now = null;

    function mark(is) {
      if (read[at]) read[at].block.classList.toggle('spoken', is);
    }

    // Some devices cannot pause: to pause is to fall silent, to go on is to begin the block again.
    function hush(label) {
      now = null;
      speech.cancel();
      play.textContent = label;
    }

    function end() {
      mark(false);
      read = [];
      stop.hidden = true;
      hush(start);
    }

    function say() {
      if (!read[at]) return end();
      var said = new SpeechSynthesisUtterance(read[at].words);
      said.lang = read[at].lang;
      said.voice = voice(said.lang) || voice(root.lang);
      said.onend = function () {
        if (said !== now) return;
        mark(false);
        at += 1;
        say();
      };
      said.onerror = function () {
        if (said === now) end();
      };
      now = said;
      mark(true);
      play.textContent = play.dataset.pause;
      stop.hidden = false;
      speech.speak(said);
    }

    play.addEventListener('click', function () {
      if (now) return hush(play.dataset.resume);
      if (!read.length) {
        read = blocks();
        at = 0;
      }
      say();
    });
    stop.addEventListener('click', function () {
      play.focus();
      end();
    });
    window.addEventListener('pagehide', end);
  }

  document.addEventListener('DOMContentLoaded', function () {
    var aids = document.querySelector('.aids');
    if (!aids) return;
    aids.hidden = false;
    choices(aids);
    aids.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || !aids.open) return;
      aids.open = false;
      aids.querySelector('summary').focus();
    });
    if (!speech || !window.SpeechSynthesisUtterance) return;
    var part = aids.querySelector('.aloud');
    aloud(part);
    var offer = function () { part.hidden = !voice(root.lang); };
    offer();
    // Voices may come later.
    if (speech.addEventListener) speech.addEventListener('voiceschanged', offer);
  });
})();
