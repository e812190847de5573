// What one message can bring along, told before anything is uploaded; the server has the last word.

import { size } from "../../shared/files.js";

// A note leaves nobody's desk, and takes what can be uploaded at all.
export const OF_NOTES = { most: 10, max_total_bytes: 200e6, advised_bytes: null, kinds: [{ types: ["*/*"], max_bytes: 20e6 }] };

// Why this file cannot come along, if so.
export function refusal({ type, size: bytes }, limits) {
  if (!limits) return "No files can be sent from here.";
  const kind = limits.kinds.find(({ types }) => types.includes(type) || types.includes("*/*"));
  if (!kind) return "Files of this kind cannot be sent here.";
  return bytes > kind.max_bytes ? `At most ${size(kind.max_bytes)} here.` : "";
}

// Why nothing can be sent with these files yet, if so.
export function hindrance(files, limits) {
  const troubled = files.filter(({ trouble }) => trouble);
  if (troubled.length) return troubled.some(({ canRetry }) => canRetry) ? "A file is not uploaded." : "A file cannot be sent.";
  if (limits && files.length > limits.most) return `One message brings along at most ${limits.most} files.`;
  if (limits && total(files) > limits.max_total_bytes) return `All files together may have at most ${size(limits.max_total_bytes)}.`;
  return files.some(({ id }) => !id) ? "Files are still uploading." : "";
}

export function advice(files, limits) {
  const most = limits?.advised_bytes;
  return most && total(files) > most ? `Some phones take no more than ${size(most)}.` : "";
}

const total = (files) => files.reduce((sum, file) => sum + file.size, 0);
