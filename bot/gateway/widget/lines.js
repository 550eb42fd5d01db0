/** Shows crisis lines: each with its country, its hours and links to call, text or chat. */

import { el, link } from './dom.js';

const FIRST = ['suicide', 'emergency'];
export const ELSEWHERE = 'other';

function lineRow(line, words) {
  const facts = [line.country_name, line.hours].filter(Boolean).join(' · ');
  const ways = ['text', 'chat', 'call'].filter((way) => line[way]);
  return row(line.name, facts,
    ways.map((way) => link(named(words[way], line[way].label), line[way].href, 'way')));
}

function row(name, facts, ways) {
  return el('li', { className: 'line' },
    el('p', {}, el('strong', {}, name), name && ' · ', el('span', { className: 'facts' }, facts)),
    el('p', { className: 'ways' }, ...ways));
}

export function lineList(lines, words) {
  return list(...lines.map((line) => lineRow(line, words)));
}

/**
 * What to show for a country without asking the server: the most needed lines, the others folded
 * away, the clinic's phone. `book` is the answer of `/api/lines`, or null where it never came.
 */
export function localHelp(book, code, words) {
  const country = book?.countries.find((one) => one.code === code);
  if (!country) return [elsewhere(book?.other, words), clinicLine(book?.clinic, words)];
  const first = FIRST.flatMap((kind) => country.lines.filter((line) => line.kind === kind));
  const rest = country.lines.filter((line) => !first.includes(line));
  const more = rest.length
    ? el('details', {}, el('summary', {}, words.more_lines), lineList(rest, words)) : null;
  return [lineList(first, words), clinicLine(book.clinic, words), more];
}

function elsewhere(other, words) {
  const links = other?.links ?? [{ title: 'findahelpline.com', url: 'https://findahelpline.com' }];
  return list(row('', other?.text ?? words.no_lines,
    links.map((one) => link(one.title, one.url, 'way'))));
}

function clinicLine(clinic, words) {
  if (!clinic?.phone) return null;
  const href = `tel:${clinic.phone.replace(/[^\d+]/g, '')}`;
  return list(row(clinic.name, clinic.hours, [link(named(words.call, clinic.phone), href, 'way')]));
}

function list(...rows) {
  return el('ul', { role: 'list', className: 'lines' }, ...rows);
}

/** "Call 988" from the label "988", and from "Call 988". */
function named(verb, label) {
  return label.toLowerCase().startsWith(verb.toLowerCase()) ? label : `${verb} ${label}`;
}
