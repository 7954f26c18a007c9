'use strict';
const byId = id => document.getElementById(id);
function put(id, text) { byId(id).textContent = text; }
async function ask(path, body, headers) {
  const options = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body),
    headers: Object.assign({ 'Content-Type': 'application/json' }, headers) };
  const reply = await fetch(path, Object.assign({ credentials: 'same-origin', cache: 'no-store' }, options));
  const json = await reply.json();
  json.status = reply.status;
  return json;
}
function picture(name, parts) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const key in parts) element.setAttribute(key, parts[key]);
  return element;
}
function showRanking(board) {
  const rows = board.rows, body = byId('rows');
  byId('board').hidden = rows.length === 0;
  put('about', rows.length === 0 ? 'No vote yet.' : board.votes + (board.votes === 1 ? ' vote. ' : ' votes. ') +
    (board.names ? '' : 'Names are hidden. ') +
    (board.provisional ? 'Some model has never lost or never met the others, so this is only a first guess. ' : '') +
    (rows.length > 0 && board.votes < 15 * rows.length ? 'With so few votes the intervals mean little.' : ''));
  const least = Math.min(...rows.map(r => r.low)), most = Math.max(...rows.map(r => r.high)), span = Math.max(1, most - least);
  const at = value => 3 + 94 * (value - least) / span;
  body.replaceChildren(...rows.map(r => {
    const line = document.createElement('tr');
    const cell = (text, kind) => { const td = document.createElement('td'); td.textContent = text; if (kind) td.className = kind; line.append(td); return td; };
    cell(r.rank, 'number'); cell(r.model, 'text'); cell(r.rating, 'number');
    cell(r.low + ' to ' + r.high, 'wide');
    const bar = cell('', 'bar');
    const svg = picture('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', role: 'img',
      'aria-label': 'rating ' + r.rating + ', between ' + r.low + ' and ' + r.high });
    svg.append(picture('line', { class: 'axis', x1: 0, x2: 100, y1: 9, y2: 9 }),
      picture('line', { class: 'range', x1: at(r.low), x2: at(r.high), y1: 5, y2: 5 }),
      picture('rect', { class: 'point', x: at(r.rating) - 1, y: 2, width: 2, height: 6 }));
    bar.append(svg); cell(r.battles, 'number wide');
    return line;
  }));
}
