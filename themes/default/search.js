// The page of search: asks the index that lies beside it, and shows what it finds.
//
// Nothing is read before somebody asks. What is asked for stands in the page's address, so that it
// can be kept and passed on. Without this file the page offers its ways to browse.

const form = document.getElementById('find');
const said = document.getElementById('said');
const list = document.getElementById('found');
const more = document.getElementById('more');
const box = form.elements.q;
const selects = [...form.querySelectorAll('select')];
const facets = selects.filter((select) => select.name !== 'order');
const words = form.dataset;
const AT_ONCE = 20;
const PAUSE = 250;

let index;
let asked = 0;
let results = [];
let shown = 0;

// ---- the index

function load() {
  index ??= (async () => {
    const pagefind = await import(new URL('pagefind/pagefind.js', document.baseURI));
    await pagefind.options({ excerptLength: 36, excerptEllipsis: '…' });
    // With all filters at hand every answer counts them.
    const all = await pagefind.filters();
    if (!all.kind) throw new Error('an index without records');
    return pagefind;
  })();
  return index;
}

// Older browsers cannot tell words apart; the index knows every two neighbours as well.
function parted(query) {
  if (typeof Intl.Segmenter === 'function') return query;
  return query.replace(/[\u3400-\u9fff]{3,}/g, (run) =>
    [...run].slice(1).map((second, at) => run[at] + second).join(' '));
}

// ---- what is asked

function choices() {
  const chosen = {};
  for (const { name, value } of facets) if (value) chosen[name] = value;
  return chosen;
}

function write(method) {
  const address = new URL(document.URL);
  address.search = '';
  address.hash = '';
  for (const field of [box, ...selects]) {
    const value = field.value.trim();
    if (value) address.searchParams.set(field.name, value);
  }
  if (address.href !== document.URL) history[method](null, '', address);
}

function read() {
  const given = new URL(document.URL).searchParams;
  box.value = given.get('q') ?? '';
  for (const select of selects) {
    select.value = given.get(select.name) ?? '';
    // What the site does not know narrows nothing.
    if (select.selectedIndex < 0) select.value = '';
  }
}

async function ask() {
  const own = ++asked;
  if (own > 1) list.classList.remove('early');
  const query = parted(box.value.trim());
  const chosen = choices();
  if (!query && !Object.keys(chosen).length) {
    tell(words.ready);
    put([]);
    return count(null);
  }
  const late = setTimeout(() => own === asked && tell(words.busy), PAUSE);
  try {
    const pagefind = await load();
    const by = form.elements.order.value || !query ? { day: 'desc' } : {};
    const search = (filters) => pagefind.search(query || null, { filters, sort: by });
    // How many there are of each value, were this one choice another.
    const others = facets.map(async ({ name }) => {
      const { [name]: own, ...rest } = chosen;
      const { filters } = await search(rest);
      return [name, filters[name] ?? {}];
    });
    const [answer, ...counts] = await Promise.all([search(chosen), ...others]);
    if (own !== asked) return;
    const found = answer.results;
    const first = await Promise.all(found.slice(0, AT_ONCE).map((result) => result.data()));
    if (own !== asked) return;
    put(found, first);
    tell(found.length ? words.found.replace('{count}', found.length) : words.none);
    count(Object.fromEntries(counts));
  } catch (fault) {
    if (own !== asked) return;
    index = undefined;
    put([]);
    tell(words.failed);
  } finally {
    clearTimeout(late);
  }
}

// ---- what is shown

function tell(text) {
  if (said.textContent !== text) said.textContent = text;
}

function count(counts) {
  for (const select of facets) {
    for (const option of select.options) {
      if (!option.value) continue;
      option.dataset.words ??= option.textContent;
      const known = counts?.[select.name]?.[option.value] ?? 0;
      option.textContent = counts ? `${option.dataset.words}（${known}）` : option.dataset.words;
      option.disabled = Boolean(counts) && !known && !option.selected;
    }
  }
}

function put(found, first = []) {
  results = found;
  list.replaceChildren(...first.map(item));
  shown = first.length;
  list.hidden = !found.length && !list.classList.contains('early');
  more.hidden = shown >= found.length;
}

async function putMore() {
  const own = asked;
  const next = results.slice(shown, shown + AT_ONCE);
  const data = await Promise.all(next.map((result) => result.data()));
  if (own !== asked) return;
  const items = data.map(item);
  list.append(...items);
  shown += items.length;
  more.hidden = shown >= results.length;
  items[0]?.querySelector('a').focus();
}

function element(name, text, type) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (type) made.className = type;
  return made;
}

/** The label of a filter's value, as the form names it. */
function label(name, value) {
  const select = form.elements[name];
  const option = select && [...select.options].find((option) => option.value === value);
  return option?.dataset.label ?? option?.dataset.words ?? option?.textContent ?? '';
}

/** What is spelled as nobody spells a word: some letters, then hexadecimal digits. */
function decoded(text, letters) {
  if (!text?.startsWith(letters)) return '';
  const bytes = text.slice(letters.length).match(/../g) ?? [];
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => parseInt(byte, 16)));
}

function chip(text, state) {
  const [colour, shape, word, days] = decoded(text, 'zc').split('|');
  if (!word) return [];
  const made = element('span', '', `chip c-${colour || 'none'} s-${state}`);
  const mark = element('i', shape);
  mark.setAttribute('aria-hidden', 'true');
  made.append(mark, word);
  if (days) made.append(' ', element('b', days));
  return [made];
}

function date(text) {
  const iso = decoded(text, 'zd');
  if (!iso) return [];
  const [year, month, day] = iso.split('-').map(Number);
  const chinese = document.documentElement.lang.startsWith('zh');
  const made = element('time', chinese ? `${year}年${month}月${day}日` : iso);
  made.dateTime = iso;
  return [made];
}

/** The excerpt as pieces, those that were looked for marked; the title stands above it already. */
function excerpt(html, title) {
  const plain = (text) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>');
  let pieces = html.split(/(<mark>[^]*?<\/mark>)/).filter(Boolean).map((piece) => {
    const marked = piece.startsWith('<mark>');
    return { marked, text: plain(marked ? piece.slice(6, -7) : piece).replace(/\u200b/g, '') };
  });
  pieces = pieces.flatMap(({ marked, text }) => {
    const end = text.trimEnd();
    return marked && end !== text ? [{ marked, text: end }, { marked: false, text: ' ' }] : [{ marked, text }];
  });
  let left = pieces.map(({ text }) => text).join('').startsWith(title) ? title.length : 0;
  pieces = pieces.map(({ marked, text }) => {
    const rest = text.slice(left);
    left = Math.max(0, left - text.length);
    return { marked, text: rest };
  });
  const nodes = [];
  for (const { marked, text } of pieces) {
    const last = nodes.at(-1);
    if (!text) continue;
    if (marked && last?.nodeName === 'MARK') last.textContent += text;
    else nodes.push(marked ? element('mark', text) : document.createTextNode(text));
  }
  return nodes;
}

function item({ raw_url: path, meta, filters, excerpt: html }) {
  const made = element('li');
  const title = element('h2');
  const link = element('a', meta.title);
  link.href = words.root + path;
  title.append(link);
  const state = filters.state?.[0] ?? '';
  const about = element('p', '', 'meta');
  about.append(element('span', label('kind', filters.kind?.[0])));
  about.append(...chip(meta.chip, state.slice(state.indexOf('-') + 1)));
  const office = label('office', filters.office?.[0]);
  if (office) about.append(element('span', office));
  about.append(...date(meta.day));
  const text = element('p');
  text.append(...excerpt(html, meta.title));
  made.append(title, about, text);
  return made;
}

// ---- who asks

let pause;
box.addEventListener('input', () => {
  clearTimeout(pause);
  pause = setTimeout(() => {
    write('replaceState');
    ask();
  }, PAUSE);
});
form.addEventListener('change', ({ target }) => {
  if (target === box) return;
  write('pushState');
  ask();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(pause);
  write('pushState');
  ask();
});
// Whoever is about to ask need not wait for the index then.
form.addEventListener('focusin', () => load().catch(() => {}), { once: true });
more.firstElementChild.addEventListener('click', putMore);
window.addEventListener('popstate', () => {
  read();
  ask();
});

read();
// The place of an answer is kept from the first, so that nothing below it jumps.
if (box.value || Object.keys(choices()).length) {
  list.hidden = false;
  list.classList.add('early');
}
ask();
