// What a page does beyond being read: copies its citation, and asks before a link leaves the site.
// Without it the citation can be selected whole, and a link that leaves bears its mark.

/** Copies what is in an element; where the browser lets no page do that, leaves it selected. */
async function copied(element) {
  const text = element.innerText.trim();
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Over plain http there is no clipboard: what is selected can still be copied.
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand('copy');
  }
}

for (const cite of document.querySelectorAll('.cite[data-copy]')) {
  const line = document.createElement('span');
  const button = document.createElement('button');
  const said = document.createElement('span');
  line.className = 'copy';
  button.type = 'button';
  button.textContent = cite.dataset.copy;
  said.setAttribute('role', 'status');
  button.addEventListener('click', async () => {
    const done = await copied(cite.querySelector('.whole'));
    said.textContent = done ? cite.dataset.copied : cite.dataset.selected;
  });
  line.append(button, said);
  cite.append(line);
}

const leaving = document.getElementById('leaving');
if (leaving) {
  const known = leaving.dataset.hosts.split(' ').concat(location.hostname).filter(Boolean);
  const isKnown = (host) => known.some((name) => host === name || host.endsWith(`.${name}`));

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    // With a key held down the reader asks for something else than to be taken there.
    const isPlain = !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || !isPlain || !link.protocol.startsWith('http') || isKnown(link.hostname)) return;
    event.preventDefault();
    ask(link);
  });

  /** Asks in the words of the page, and goes where the link leads only if told to. */
  function ask(link) {
    const dialog = document.createElement('dialog');
    dialog.className = 'leaving';
    dialog.append(leaving.content.cloneNode(true));
    const [notice, address] = dialog.querySelectorAll('p');
    if (!dialog.showModal) {
      if (confirm(notice.textContent)) location.href = link.href;
      return;
    }
    notice.id = 'leaving-notice';
    dialog.setAttribute('aria-labelledby', notice.id);
    address.textContent = link.href;
    dialog.addEventListener('click', (event) => {
      const button = event.target.closest('button');
      if (!button) return;
      dialog.close();
      if (button.value === 'go') location.href = link.href;
    });
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
}
