// A long list narrowed and sorted in place, the board or that of problems: by state, month, office
// and what else there is to choose, at once.
//
// It reads its choices from the lists of links that stand on the page, and its rows from the list
// itself; where that lies on several pages, it reads the others when somebody first chooses.
// What is chosen stands in the page's address, so that it can be kept and passed on. Without this
// file the links lead to pages of their own.

'use strict';

const form = document.getElementById('narrow');
const said = document.getElementById('said');
const board = document.getElementById('board');
const narrowed = document.getElementById('narrowed');
const list = narrowed.querySelector('tbody');
const more = document.getElementById('more');
const selects = [...form.querySelectorAll('select')];
const facets = selects.filter((select) => select.name !== 'order');
const words = form.dataset;
const AT_ONCE = 200;

let known;
let asked = 0;
let rows = [];

// ---- what there is to choose

function fill(select) {
  const way = document.querySelector(`details[data-by="${select.name}"]`);
  const items = way ? [...way.querySelectorAll('li[data-value]')] : [];
  select.append(new Option(words.any, ''));
  for (const item of items) {
    const deep = /\bd(\d)\b/.exec(item.className)?.[1] ?? 0;
    const label = item.firstElementChild?.textContent ?? item.textContent;
    select.append(new Option('　'.repeat(deep) + label, item.dataset.value));
  }
}

function read() {
  const given = new URL(document.URL).searchParams;
  for (const select of selects) {
    select.value = given.get(select.name) ?? '';
    // What the list does not know narrows nothing.
    if (select.selectedIndex < 0) select.value = '';
  }
}

function write() {
  const address = new URL(document.URL);
  for (const { name, value } of selects) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  // A folder on a disk has no addresses of its own to be changed.
  try {
    if (address.href !== document.URL) history.replaceState(null, '', address);
  } catch {}
}

// ---- the rows

/** The rows of a page, each with its state written out, and its plan where no column names it. */
function rowsOf(page) {
  const options = [...form.elements.plan?.options ?? []];
  const plans = new Map(options.map((option) => [option.value, option.text]));
  return [...page.querySelectorAll('#board table.tasks')].flatMap((table) => {
    const chip = table.previousElementSibling?.querySelector('.chip');
    return [...table.querySelectorAll('tbody tr')].map((row) => {
      const own = document.importNode(row, true);
      const state = own.querySelector('.st');
      if (chip && !state.querySelector('.chip')) {
        state.prepend(document.importNode(chip, true), ' ');
      }
      const plan = plans.get(own.dataset.plan);
      if (plan && !own.querySelector('.pl')) {
        const under = document.createElement('small');
        under.textContent = plan;
        own.querySelector('th').append(' ', under);
      }
      return own;
    });
  });
}

async function further() {
  const addresses = board.dataset.further?.split(' ') ?? [];
  return Promise.all(addresses.map(async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // A page says its links from where it lies.
    const base = new URL(address, document.baseURI);
    for (const link of page.querySelectorAll('#board a[href]')) {
      link.href = new URL(link.getAttribute('href'), base).href;
    }
    return rowsOf(page);
  }));
}

function load() {
  known ??= further().then((others) => [...rowsOf(document), ...others.flat()]);
  return known;
}

// ---- what is chosen

function isOf(row) {
  return facets.every(({ name, value }) => !value || row.dataset[name].split('|').includes(value));
}

const states = () => [...form.elements.state.options].map((option) => option.value);
const byDay = (a, b) => (a.dataset.due || '9').localeCompare(b.dataset.due || '9');
const office = (row) => row.querySelector('td:not(.pl)').textContent;
const ORDERS = {
  '': (order) => (a, b) => order.indexOf(a.dataset.state) - order.indexOf(b.dataset.state),
  due: () => byDay,
  office: () => (a, b) => office(a).localeCompare(office(b), document.documentElement.lang) || byDay(a, b),
};

async function narrow() {
  const own = ++asked;
  const chosen = selects.some((select) => select.value);
  if (!chosen) {
    show([], false);
    said.textContent = '';
    return;
  }
  try {
    if (board.dataset.further && !known) said.textContent = words.busy;
    const all = await load();
    if (own !== asked) return;
    // Rows that are equal stay in the order of the list.
    const order = ORDERS[form.elements.order.value](states());
    show(all.filter(isOf).sort(order), true);
    said.textContent = rows.length ? words.found.replace('{count}', rows.length) : words.none;
  } catch {
    if (own !== asked) return;
    known = undefined;
    show([], false);
    said.textContent = words.failed;
  }
}

function show(found, instead) {
  rows = found;
  list.replaceChildren(...rows.slice(0, AT_ONCE));
  more.hidden = rows.length <= AT_ONCE;
  narrowed.hidden = !rows.length;
  board.hidden = instead;
}

function showMore() {
  const first = rows[list.children.length];
  list.append(...rows.slice(list.children.length, list.children.length + AT_ONCE));
  more.hidden = list.children.length >= rows.length;
  first?.querySelector('a').focus();
}

// ---- who chooses

// Pages in a folder cannot read one another, so there a list in parts has its links alone.
if (!(board.dataset.further && location.protocol === 'file:')) {
  facets.forEach(fill);
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', () => {
    write();
    narrow();
  });
  form.addEventListener('reset', () => setTimeout(() => {
    write();
    narrow();
    facets[0].focus();
  }));
  more.firstElementChild.addEventListener('click', showMore);
  window.addEventListener('popstate', () => {
    read();
    narrow();
  });
  read();
  narrow();
}
