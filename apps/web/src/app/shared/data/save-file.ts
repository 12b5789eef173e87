/** Saves what the server sends as a file of this device, under the name that the server gave, or another. */
export async function saveFile(response: Response, fallbackName: string): Promise<void> {
  const named = /filename="?([^";]+)"?/iu.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = named ?? fallbackName;
  link.click();
  // Browsers read it some time after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
