/** The page's only script: the text filter, the count of shown cases and the copy buttons. All else works without it. */
export const pageScript = `
document.documentElement.classList.add('js');
const rows = [...document.querySelectorAll('.cases tbody tr')];
const filter = document.getElementById('filter');
const notPassed = document.getElementById('not-passed');
const shown = document.getElementById('shown');
let texts;
let timer;
function apply() {
  texts ??= rows.map((row) => row.textContent.toLowerCase());
  const words = filter.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  rows.forEach((row, index) => {
    const hidden = !words.every((word) => texts[index].includes(word));
    if (row.hidden !== hidden) row.hidden = hidden;
    if (!hidden && !(notPassed.checked && row.classList.contains('passed'))) count += 1;
  });
  shown.textContent = count.toLocaleString('en-US') + ' of ' + rows.length.toLocaleString('en-US') + ' shown';
}
if (filter) {
  filter.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(apply, 120); });
  notPassed.addEventListener('change', apply);
  const details = filter.closest('details');
  details.addEventListener('toggle', apply);
  if (details.open) apply();
}
document.addEventListener('click', async (event) => {
  const button = event.target.closest('button.copy');
  if (!button) return;
  const code = button.previousElementSibling;
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = 'copied';
  } catch {
    getSelection().selectAllChildren(code);
    button.textContent = 'selected';
  }
  setTimeout(() => { button.textContent = 'copy'; }, 1500);
});
`;
