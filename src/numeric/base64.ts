/** The bytes of a text in base64, where there is no Buffer too. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const codes = atob(text);
  const bytes = new Uint8Array(codes.length);
  for (let i = 0; i < codes.length; i++) bytes[i] = codes.charCodeAt(i);
  return bytes;
}
