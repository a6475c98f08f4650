/**
 * Sends a request to the sandbox and returns the JSON of its response.
 * @throws Error with the code and message of AWS
 */
export async function requestJson(method, path, body) {
  const sent = body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, { method, ...sent });
  const text = await response.text();
  const value = text === "" ? undefined : JSON.parse(text);
  if (!response.ok)
    throw new Error(value?.code ? `${value.code}: ${value.message}` : `The sandbox responded with status ${response.status}.`);
  return value;
}
