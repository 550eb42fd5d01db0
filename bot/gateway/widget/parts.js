/**
 * The parts everything is built from: elements, drawings, links and crisis lines.
 * Built without markup strings, so that a strict content security policy holds.
 */

const SVG = 'http://www.w3.org/2000/svg';

const SHAPES = {
  talk: 'M4 5.5h16v11h-9l-4.5 3.5v-3.5H4z',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M12 19V5M6 11l6-6 6 6',
};

const FIRST = ['suicide', 'emergency'];
export const ELSEWHERE = 'other';

/** A property the element knows is set, any other name becomes an attribute. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== null));
  return node;
}

export function button(label, onclick, className = 'quiet') {
  return el('button', { type: 'button', className, onclick }, label);
}

export function iconButton(shape, label, onclick, className = 'icon') {
  return el('button', { type: 'button', className, onclick, title: label, 'aria-label': label },
    icon(shape));
}

export function icon(shape) {
  const drawing = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', SHAPES[shape]);
  drawing.append(path);
  return drawing;
}

/** A link to a web page, a call or a text message; plain text where the address is another kind. */
export function link(label, href, className = 'link') {
  if (!/^(https?|tel|sms|mailto):/i.test(href)) return el('span', {}, label);
  const away = /^http/i.test(href) ? { target: '_blank', rel: 'noopener noreferrer' } : {};
  return el('a', { href, className, ...away }, label);
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** A style sheet for the shadow root: allowed under a policy without inline styles. */
export async function readSheet(url) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await (await read(url)).text());
  return sheet;
}

export async function read(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}

function lineRow(line) {
  const facts = [line.country_name, line.hours].filter(Boolean).join(' · ');
  const ways = ['text', 'chat', 'call'].filter((way) => line[way]);
  return row(line.name, facts,
    ways.map((way) => link(line[way].label, line[way].href, 'way')));
}

function row(name, facts, ways) {
  return el('li', { className: 'line' },
    el('p', {}, el('strong', { dir: 'auto' }, name), ' ',
      el('span', { className: 'facts', dir: 'auto' }, facts)),
    el('p', { className: 'ways' }, ...ways));
}

/** The server's lines in its order. */
export function serverHelp(lines, words) {
  const first = spoken(lines, words);
  return [list(...first.map(lineRow)), fold(lines, first, words)];
}

/**
 * What to show for a country without asking the server: the most needed lines, the others folded
 * away, the clinic's phone. `book` is the answer of `/api/lines`, or null where it never came.
 */
export function localHelp(book, code, words) {
  const country = book?.countries.find((one) => one.code === code);
  if (!country) return [elsewhere(book?.other, words), clinicLine(book?.clinic, words)];
  const first = spoken(
    FIRST.flatMap((kind) => country.lines.filter((line) => line.kind === kind)), words);
  return [list(...first.map(lineRow)), clinicLine(book.clinic, words),
    fold(country.lines, first, words)];
}

/** Without lines in other languages, where one of the same kind speaks the page's. */
function spoken(lines, words) {
  const speaks = ({ languages }) => !languages?.length || languages.includes(words.lang);
  return lines.filter((line) => speaks(line)
    || !lines.some((other) => other.kind === line.kind && speaks(other)));
}

function fold(lines, first, words) {
  const rest = lines.filter((line) => !first.includes(line));
  if (!rest.length) return null;
  return el('details', {}, el('summary', {}, words.more_lines), list(...rest.map(lineRow)));
}

function elsewhere(other, words) {
  const links = other?.links ?? [{ title: 'findahelpline.com', url: 'https://findahelpline.com' }];
  return list(row('', other?.text ?? words.no_lines,
    links.map((one) => link(one.title, one.url, 'way'))));
}

function clinicLine(clinic, words) {
  if (!clinic?.phone) return null;
  const href = `tel:${clinic.phone.replace(/[^\d+]/g, '')}`;
  const facts = [clinic.hours, clinic.emergency].filter(Boolean).join(' · ');
  return list(row(clinic.name, facts, [link(`${words.call} ${clinic.phone}`, href, 'way')]));
}

function list(...rows) {
  return el('ul', { role: 'list', className: 'lines' }, ...rows);
}
