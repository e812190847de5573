// One file on its way to where files lie, by the form that the server gave for it.

// Only this kind of request tells how far an upload is.
export function post(request, { url, fields }, file, onProgress) {
  const form = new FormData();
  for (const [name, text] of Object.entries(fields)) form.append(name, text);
  form.append("file", file);
  return new Promise((done, fail) => {
    const failed = () => fail(Object.assign(new Error("It could not be uploaded."), { isPassing: true }));
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    request.addEventListener("load", () => (request.status < 300 ? done() : failed()));
    request.addEventListener("error", failed);
    request.addEventListener("abort", failed);
    request.open("POST", url);
    request.send(form);
  });
}

// Systems name a type with its alphabet, or none.
export const typeOf = (file) => file.type.split(";")[0].toLowerCase() || "application/octet-stream";

// What an element listens to that takes files. A table copied from a sheet is text and picture: it stays text.
export function taking(take) {
  const caught = (event, { files }) => {
    if (!files.length) return;
    event.preventDefault();
    take(files);
  };
  return {
    paste: (event) => !event.clipboardData.types.includes("text/plain") && caught(event, event.clipboardData),
    drop: (event) => caught(event, event.dataTransfer),
    dragover: (event) => event.dataTransfer.types.includes("Files") && event.preventDefault(),
  };
}
