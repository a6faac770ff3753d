// @ts-check
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { signIn } from '../api.js';
import { navigate, route } from '../route.js';
import { Command, ErrorBox } from '../parts.js';

/** Where to go after the login: a page of the console, never another site. */
function next() {
  const wanted = route.value.query.get('next') ?? '/';
  return wanted.startsWith('/') && !wanted.startsWith('//') && !wanted.startsWith('/\\') ? wanted : '/';
}

/** The login, by a login code behind the `#` of the address, or by the token. */
export function Login() {
  const [token, setToken] = useState('');
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const [busy, setBusy] = useState(location.hash.length > 1);

  const enter = (/** @type {{token?: string, code?: string}} */ secret) => {
    setBusy(true);
    signIn(secret).then(() => navigate(next(), { replace: true }), e => {
      setError(e);
      setBusy(false);
    });
  };
  useEffect(() => {
    const code = location.hash.slice(1);
    if (code) {
      history.replaceState(null, '', location.pathname + location.search);
      enter({ code });
    }
  }, []);
  return html`<main class="login" id="main"><form onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); enter({ token }); }}>
    <h1>Tidemill</h1>
    <p class="muted">This server lets in who can read its data directory, or has an access token.</p>
    <p>The simplest way: on the machine of the server, run</p>
    <${Command} text="tidemill open" />
    <p>or paste an access token, or the content of the file <code>token</code> in the data directory (<code>.tidemill/token</code> with <code>tidemill dev</code>):</p>
    <label>Token<input type="password" autocomplete="off" spellcheck=${false} value=${token} required
      onInput=${(/** @type {any} */ event) => setToken(event.target.value)} /></label>
    ${error ? html`<${ErrorBox} error=${error} />` : null}
    <button class="primary" disabled=${busy || !token.trim()}>${busy ? 'Logging in…' : 'Log in'}</button>
  </form></main>`;
}
