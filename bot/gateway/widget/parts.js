/** Elements, drawings, links and crisis lines. */

const SVG = 'http://www.w3.org/2000/svg';

const SHAPES = {
  talk: 'M4 5.5h16v11h-9l-4.5 3.5v-3.5H4z',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M12 19V5M6 11l6-6 6 6',
  flag: 'M6 21V4h12l-3 4 3 4H6',
};

export const ELSEWHERE = 'other';

/** A name the element does not know becomes an attribute. */
export function el(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

export function button(label, onclick, className = '') {
  return el('button', { type: 'button', className, onclick }, label);
}

export function iconButton(shape, label, onclick, className = 'icon') {
  return el('button', { type: 'button', className, onclick, title: label, 'aria-label': label },
    icon(shape));
}

export function icon(shape) {
  const [drawing, path] = ['svg', 'path'].map((tag) => document.createElementNS(SVG, tag));
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', SHAPES[shape]);
  drawing.append(path);
  return drawing;
}

/** Plain text for any other kind of address. */
export function link(label, href, className = 'link') {
  if (!/^(https?|tel|sms|mailto):/i.test(href)) return el('span', {}, label);
  const away = /^http/i.test(href) ? { target: '_blank', rel: 'noopener noreferrer' } : {};
  return el('a', { href, className, ...away }, label);
}

/** Null where it fails, as a blocked storage does. */
export function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

export function serverHelp(lines, words) {
  const first = spoken(lines, words);
  return [list(...first.map(lineRow)), fold(lines, first, words)];
}

/** The most needed lines of a country. `book`: what `/api/lines` said, or null. */
export function localHelp(book, code, words) {
  const country = book?.countries.find((one) => one.code === code);
  if (!country) return [elsewhere(book?.other, words), clinicLine(book?.clinic, words)];
  const first = spoken(['suicide', 'emergency'].flatMap(
    (kind) => country.lines.filter((line) => line.kind === kind)), words);
  return [list(...first.map(lineRow)), clinicLine(book.clinic, words),
    fold(country.lines, first, words)];
}

/** Other languages only where no line of the kind speaks the page's. */
function spoken(lines, words) {
  const speaks = ({ languages }) => !languages?.length || languages.includes(words.lang);
  return lines.filter((line) => speaks(line)
    || !lines.some((other) => other.kind === line.kind && speaks(other)));
}

function fold(lines, first, words) {
  const rest = lines.filter((line) => !first.includes(line));
  return rest.length > 0
    && el('details', {}, el('summary', {}, words.more_lines), list(...rest.map(lineRow)));
}

function lineRow(line) {
  const ways = ['text', 'chat', 'call'].map((way) => line[way]).filter(Boolean);
  return row(line.name, [line.country_name, line.hours],
    ways.map((way) => link(way.label, way.href, 'way')));
}

function elsewhere(other, words) {
  const links = other?.links ?? [{ title: 'findahelpline.com', url: 'https://findahelpline.com' }];
  return list(row('', [other?.text ?? words.no_lines],
    links.map((one) => link(one.title, one.url, 'way'))));
}

function clinicLine(clinic, words) {
  if (!clinic?.phone) return null;
  const href = `tel:${clinic.phone.replace(/[^\d+]/g, '')}`;
  return list(row(clinic.name, [clinic.hours, clinic.emergency],
    [link(`${words.call} ${clinic.phone}`, href, 'way')]));
}

function row(name, facts, ways) {
  return el('li', { className: 'line' },
    el('p', {}, el('strong', { dir: 'auto' }, name), ' ',
      el('span', { className: 'facts', dir: 'auto' }, facts.filter(Boolean).join(' · '))),
    el('p', { className: 'ways' }, ...ways));
}

function list(...rows) {
  return el('ul', { role: 'list', className: 'lines' }, ...rows);
}
