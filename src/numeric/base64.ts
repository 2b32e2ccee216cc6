/** The bytes of a text in base64, where there is no Buffer too. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  // Ten times as fast as what browsers have.
  if (typeof Buffer !== "undefined") return new Uint8Array(Buffer.from(text, "base64"));
  const codes = atob(text);
  const bytes = new Uint8Array(codes.length);
  for (let i = 0; i < codes.length; i++) bytes[i] = codes.charCodeAt(i);
  return bytes;
}

/** A text in UTF-8 and base64. */
export function base64OfText(text: string): string {
  let codes = "";
  for (const byte of new TextEncoder().encode(text)) codes += String.fromCharCode(byte);
  return btoa(codes);
}
