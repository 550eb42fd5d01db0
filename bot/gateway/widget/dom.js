/** Builds elements without markup strings, so that a strict content security policy holds. */

const SVG = 'http://www.w3.org/2000/svg';

const SHAPES = {
  talk: 'M4 5.5h16v11h-9l-4.5 3.5v-3.5H4z',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M12 19V5M6 11l6-6 6 6',
};

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
