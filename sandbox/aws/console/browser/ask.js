/** Asks the sandbox for JSON. Throws an Error with the message that AWS would show. */
export async function ask(method, path, body) {
  const sent = body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, { method, ...sent });
  const text = await answer.text();
  const value = text === "" ? undefined : JSON.parse(text);
  if (!answer.ok) throw new Error(value?.code ? `${value.code}: ${value.message}` : `The sandbox answered ${answer.status}.`);
  return value;
}
