import { createServer } from "node:net";
import { gzipSync } from "node:zlib";

/**
 * A server that answers as no server should: each path is a way to be wrong, down to the bytes on the wire, which no
 * Response made inside the runtime can show. Started once for a run of the tests; `GET /sent` tells how many bytes of
 * body each path has sent.
 */
const MEGABYTE = 1_024 * 1_024;
const CHUNK = Buffer.alloc(64 * 1_024, 0x20);
const sent = new Map();

const head = (status, headers = {}) =>
  `HTTP/1.1 ${status}\r\n${Object.entries({ connection: "close", ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n`;
const json = { "content-type": "application/json" };
const whole = (status, body, headers = {}) =>
  head(status, { ...json, "content-length": Buffer.byteLength(body), ...headers }) + body;

/** Writes body for ever, as fast as it is taken. */
function endless(socket, name, chunk) {
  const more = () => {
    while (!socket.destroyed) {
      sent.set(name, (sent.get(name) ?? 0) + chunk.length);
      if (!socket.write(chunk)) return;
    }
  };
  socket.on("drain", more);
  more();
}

/** 64 MiB of spaces in 64 KiB. */
const bomb = gzipSync(Buffer.alloc(64 * MEGABYTE, 0x20), { level: 9 });

const ways = {
  silent: () => {},
  "silent-body": (socket) => socket.write(`${head("200 OK", { ...json, "content-length": 100 })}{"a":`),
  trickle(socket) {
    socket.write(head("200 OK", json));
    const timer = setInterval(() => socket.write(" "), 20);
    socket.on("close", () => clearInterval(timer));
  },
  cut(socket) {
    socket.write(`${head("200 OK", { ...json, "content-length": 5_000 })}{"merchant":{"id":`);
    setTimeout(() => socket.destroy(), 20);
  },
  reset: (socket) => socket.resetAndDestroy(),
  short: (socket) => socket.end(`${head("200 OK", { ...json, "content-length": 2 })}{"merchant":{}}`),
  long: (socket) => socket.end(`${head("200 OK", { ...json, "content-length": 9_999 })}{}`),
  negative: (socket) => socket.end(`${head("200 OK", { ...json, "content-length": -5 })}{}`),
  "two-lengths": (socket) =>
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 9\r\nconnection: close\r\n\r\n{}"),
  "bad-chunk": (socket) =>
    socket.end(`${head("200 OK", { ...json, "transfer-encoding": "chunked" })}zz\r\n{}\r\n0\r\n\r\n`),
  "not-json": (socket) => socket.end(whole("200 OK", "<html>maintenance</html>")),
  "not-utf8": (socket) =>
    socket.end(
      Buffer.concat([
        Buffer.from(head("200 OK", { ...json, "content-length": 3 })),
        Buffer.from([0x22, 0xff, 0x22]),
      ]),
    ),
  deep: (socket) => socket.end(whole("200 OK", "[".repeat(10_000) + "]".repeat(10_000))),
  "deep-object": (socket) => socket.end(whole("200 OK", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`)),
  empty: (socket) => socket.end(whole("200 OK", "")),
  bomb: (socket) =>
    socket.end(
      Buffer.concat([
        Buffer.from(head("200 OK", { ...json, "content-encoding": "gzip", "content-length": bomb.length })),
        bomb,
      ]),
    ),
  "bad-gzip": (socket) => socket.end(whole("200 OK", "not gzip at all", { "content-encoding": "gzip" })),
  endless(socket, name) {
    socket.write(head("200 OK", json));
    endless(socket, name, CHUNK);
  },
  "endless-error"(socket, name) {
    socket.write(head("400 Bad Request", json));
    endless(socket, name, CHUNK);
  },
  "endless-head"(socket, name) {
    socket.write("HTTP/1.1 200 OK\r\n");
    endless(socket, name, Buffer.from(`x-filler: ${"a".repeat(8_000)}\r\n`));
  },
  redirect: (socket) => socket.end(whole("302 Found", "{}", { location: "/elsewhere" })),
  "redirect-307": (socket) => socket.end(whole("307 Temporary Redirect", "{}", { location: "/elsewhere" })),
  "early-hints": (socket) =>
    socket.end(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${whole("200 OK", "[]")}`),
  "only-continue": (socket) => socket.end("HTTP/1.1 100 Continue\r\n\r\n"),
  "no-content": (socket) => socket.end(head("204 No Content")),
  "no-content-body": (socket) => socket.end(`${head("204 No Content", { "content-length": 2 })}{}`),
  "reset-content": (socket) => socket.end(head("205 Reset Content", { "content-length": 0 })),
  "not-modified": (socket) => socket.end(head("304 Not Modified")),
  "status-999": (socket) => socket.end(whole("999 What", "{}")),
  "status-99999": (socket) => socket.end(whole("99999 What", "{}")),
  "no-http": (socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"),
  "headers-64k": (socket) => socket.end(whole("200 OK", "[]", { "x-large": "a".repeat(64 * 1_024) })),
};

function onRequest(socket, name) {
  if (name === "sent") return socket.end(whole("200 OK", JSON.stringify(Object.fromEntries(sent))));
  // Where the redirects lead: nobody should come.
  if (name === "elsewhere") sent.set(name, 1);
  const way = ways[name];
  if (way) way(socket, name);
  else socket.end(whole("404 Not Found", "{}"));
}

export default async function setup({ provide }) {
  const server = createServer((socket) => {
    let asked = "";
    socket.on("error", () => {});
    socket.on("data", (data) => {
      if (asked.includes("\r\n\r\n")) return;
      asked += data.toString("latin1");
      const line = /^[A-Z]+ \/([a-z0-9-]*)/.exec(asked);
      if (asked.includes("\r\n\r\n")) onRequest(socket, line?.[1] ?? "");
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  provide("hostileServer", { origin: `http://127.0.0.1:${server.address().port}`, ways: Object.keys(ways) });
  return () => server.close();
}
