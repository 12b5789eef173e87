/**
 * What the pages will do with passkeys, for a browser: the names are called from tests. `parse…FromJSON` and `toJSON` are those of W3C Web
 * Authentication Level 3 §5.1.
 */
export const passkeyScript = `
  const call = async (method, path, body) => {
    const response = await fetch('/v1/auth' + path, {
      method, headers: body ? { 'content-type': 'application/json' } : {}, body: body && JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const register = async (name) => {
    const { status, body } = await call('GET', '/passkey/generate-register-options');
    if (status !== 200) return { status, body };
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(body);
    const credential = await navigator.credentials.create({ publicKey });
    return call('POST', '/passkey/verify-registration', { response: credential.toJSON(), name });
  };
  const answer = async (userVerification) => {
    const { body } = await call('GET', '/passkey/generate-authenticate-options');
    const asked = { ...body, userVerification: userVerification ?? body.userVerification };
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
    return (await navigator.credentials.get({ publicKey })).toJSON();
  };
  const signIn = async (userVerification) =>
    call('POST', '/passkey/verify-authentication', { response: await answer(userVerification) });
`;
